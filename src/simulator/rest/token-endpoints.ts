import { type Endpoint, ok } from "./service.ts";

export const TOKEN_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/api/v2/tokens/me",
    permissions: [],
    handle: ({ directory, clientId }) => {
      const organization = { id: directory.organisationId, name: directory.organisationName };
      return ok({
        organization,
        homeOrganization: organization,
        authorizedScope: [],
        authenticatedUser: null,
        OAuthClient: {
          id: clientId,
          name: "nowthen simulator",
          authorizedGrantType: "client-credentials",
          organization,
        },
      });
    },
  },
  {
    method: "DELETE",
    path: "/api/v2/tokens/me",
    permissions: [],
    handle: ({ tokens }, request) => {
      tokens.revoke(request.header("authorization"));
      return { status: 200, body: undefined };
    },
  },
];
