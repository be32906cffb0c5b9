import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { AppError } from "../../base/app-error.ts";
import { openServer } from "../../server/open-server.ts";
import { isLoopback, type ServerOptions, USUAL_ALLOWANCE } from "../../server/server-options.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags } from "../connection-flags.ts";
import { type Organisation, openOrganisation } from "../open-organisation.ts";

const DEFAULT_PORT = 8460;
const DEFAULT_SINCE = "30d";
/** Beside the compiled code; `npm run build` puts it there. */
const ASSETS = fileURLToPath(new URL("../../web/", import.meta.url));

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("serve")
    .summary("A page to leave open: what happens now, and what happened then")
    .description(
      "Serves the dashboard, a JSON API over the same questions (its document is /api/v1/openapi.json), what happens live as " +
        "server-sent events, and /metrics for Prometheus, until Ctrl-C; meanwhile it keeps the local copy in sync. Only this machine is " +
        "served unless --host says otherwise; then the token of NOWTHEN_SERVE_TOKEN is asked for, or a reverse proxy signs people in.",
    )
    .option("--port <port>", `Port to listen on; 0 takes any free one (default: ${DEFAULT_PORT})`)
    .option("--host <address>", "Address to listen on (default: 127.0.0.1)")
    .option(
      "--proxy-header <name>",
      "Header that a reverse proxy sets for whom it has signed in, such as X-Forwarded-User",
    )
    .option("--tls-cert <file>", "Certificate (PEM) to serve https:// with, together with --tls-key")
    .option("--tls-key <file>", "Its private key (PEM)")
    .option("--since <time>", `How far back the local copy is to reach: ${DEFAULT_SINCE}, or a date; later as before`)
    .option("--no-sync", "Leave the local copy as it is: another process keeps it");
  addConnectionFlags(command);
  command.action(() => run(cli, command.opts<Flags>()));
}

async function run(cli: Cli, flags: Flags): Promise<void> {
  await using organisation = await openOrganisation(cli, flags);
  const { app, config, notice } = organisation;
  const { effects } = cli;
  const options = await readOptions(flags, config.serveToken);
  const since = textOf(flags, "since");
  const sync =
    flags["sync"] === false ? null : { since: since ?? ((await hasCopy(organisation)) ? undefined : DEFAULT_SINCE) };
  const say = (line: string) => void cli.stderr.write(`${line}\n`);
  await using server = await openServer({ app, effects, sync, notice, timeZone: config.timeZone, say }, options);
  await cli.out.write(describe(server.url, options, notice));
  await cli.out.flush();
  if (!cli.signal.aborted) await once(cli.signal, "abort");
}

async function hasCopy({ app }: Organisation): Promise<boolean> {
  return (await app.copyStatus()) !== null;
}

function describe(url: string, { host, token, proxyHeader }: ServerOptions, notice: string | null): string {
  const who =
    proxyHeader !== null
      ? `Whoever comes with ${proxyHeader} is let in: only the proxy may reach this port.`
      : token !== null
        ? "It asks for the token of NOWTHEN_SERVE_TOKEN."
        : isLoopback(host)
          ? "Only this machine can see it."
          : "";
  return `${notice === null ? "" : `${notice}\n\n`}The page is at ${url} until Ctrl-C. ${who}\n`;
}

async function readOptions(flags: Flags, token: string | null): Promise<ServerOptions> {
  const [cert, key] = [textOf(flags, "tlsCert"), textOf(flags, "tlsKey")];
  if ((cert === undefined) !== (key === undefined)) throw halfTls(cert === undefined ? "--tls-key" : "--tls-cert");
  const tls = cert === undefined || key === undefined ? null : { cert: await readPem(cert), key: await readPem(key) };
  return {
    host: textOf(flags, "host") ?? "127.0.0.1",
    port: toPort(textOf(flags, "port")),
    token,
    proxyHeader: textOf(flags, "proxyHeader")?.toLowerCase() ?? null,
    tls,
    assets: ASSETS,
    allowance: USUAL_ALLOWANCE,
  };
}

function textOf(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function toPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError({
    kind: "input",
    code: "PORT_INVALID",
    message: `--port is ${JSON.stringify(text)}, but must be a whole number from 0 to 65535.`,
    hint: "0 takes any free port; the first line of the output says which.",
  });
}

function halfTls(given: string): AppError {
  return new AppError({
    kind: "input",
    code: "TLS_HALF",
    message: `${given} is given alone, but https:// takes a certificate and its key.`,
    hint: "Give --tls-cert and --tls-key together, or neither.",
  });
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw unreadablePem(file, error);
  }
}

function unreadablePem(file: string, cause: unknown): AppError {
  return new AppError({
    kind: "input",
    code: "TLS_FILE_UNREADABLE",
    message: `Reading ${file} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Name readable PEM files with --tls-cert and --tls-key.",
    cause,
  });
}
