import type { DirectoryUser } from "../directory.ts";
import { USER_VERSION } from "../world/organisation.ts";
import type { Service } from "./service.ts";

/** A user as the API sends it, as far as this code reads it again. */
export interface UserEntity {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: "active" | "deleted";
}

export function toUser({ directory, effects }: Service, user: DirectoryUser): UserEntity {
  const { id, name, email, title, divisionId, leftAt } = user;
  const division = directory.divisions.find((one) => one.id === divisionId);
  return {
    id,
    name,
    ...(division === undefined
      ? {}
      : {
          division: { id: division.id, name: division.name, selfUri: `/api/v2/authorization/divisions/${division.id}` },
        }),
    email,
    primaryContactInfo: [{ address: email, mediaType: "EMAIL", type: "PRIMARY" }],
    addresses: [],
    state: leftAt !== undefined && leftAt <= effects.clock.now() ? "deleted" : "active",
    ...(title === undefined ? {} : { title }),
    username: email,
    version: USER_VERSION,
    acdAutoAnswer: false,
    selfUri: `/api/v2/users/${id}`,
  } as UserEntity;
}
