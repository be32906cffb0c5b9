import { resolve } from "node:path";
import type { Simulator } from "../simulator/index.ts";

/** What `nowthen sim` prints: where it is, and the shortest way to point each kind of client at it. */
export function describeSimulator(simulator: Simulator, caFile: string | undefined): string {
  const { url, clientId, clientSecret, proxy } = simulator;
  return `url: ${url}
client id: ${clientId}
client secret: ${clientSecret}

Point a client at it (in full: docs/simulator.md):
${describeGateway(simulator)}${proxy === undefined ? "" : describeProxy(proxy, caFile)}
Ctrl-C ends it.
`;
}

function describeGateway(simulator: Simulator): string {
  const { url, clientId, clientSecret, clock } = simulator;
  const { hostname: host, port } = new URL(url);
  // A process of its own meets another time than the simulator's unless it is told.
  const following = clock.mode === "real" ? "" : `    export NOWTHEN_CLOCK_URL=${url}/simulator/clock\n`;
  return `  nowthen
    export GENESYS_CLOUD_LOGIN_URL=${url} GENESYS_CLOUD_API_URL=${url}
    export GENESYS_CLOUD_CLIENT_ID=${clientId} GENESYS_CLOUD_CLIENT_SECRET=${clientSecret}
${following}    nowthen report
  official JavaScript SDK
    client.setGateway({ host: "${host}", port: ${port}, protocol: "http" })
  official SDKs, by ~/.genesyscloudjavascript/config (…python, …dotnet, …java, …go)
    [gateway]
    host = ${host}
    port = ${port}
    protocol = http
  gc CLI
    echo '{"host":"${host}","port":"${port}","protocol":"http"}' > gateway.json && gc gateway --file=gateway.json
`;
}

/** Without a file of its own the certificate is shown, so that it can be saved. */
function describeProxy(proxy: NonNullable<Simulator["proxy"]>, caFile: string | undefined): string {
  const file = caFile === undefined ? "ca.pem" : resolve(caFile);
  const certificate = caFile === undefined ? `Save as ca.pem (--ca-file does it):\n${proxy.caCertificate}` : "";
  return `
Or leave a client's hosts as they are, such as api.mypurecloud.com, and let it take this proxy and trust its certificate:
    export HTTPS_PROXY=${proxy.url} HTTP_PROXY=${proxy.url} GLOBAL_AGENT_HTTP_PROXY=${proxy.url}
    export NODE_EXTRA_CA_CERTS=${file} REQUESTS_CA_BUNDLE=${file} SSL_CERT_FILE=${file}
    curl --proxy ${proxy.url} --cacert ${file} https://api.mypurecloud.com/api/v2/tokens/me
    nowthen report --region us-east-1 --ca-file ${file}
${certificate}`;
}
