import { randomUUID, X509Certificate } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../base/app-error.ts";
import { CertificateAuthority, createAuthority, type KeyAndCertificate } from "./certificate-authority.ts";

/**
 * The authority that signs for the proxy: kept in `folder` and the same at the next start, or else in memory only. Its certificate
 * (never its key) is written to `file`.
 */
export async function openAuthority(
  folder: string | undefined,
  file: string | undefined,
): Promise<CertificateAuthority> {
  const own = folder === undefined ? await createAuthority() : await keepAuthority(folder);
  const authority = new CertificateAuthority(own);
  if (file !== undefined) await writing(file, () => writeFile(file, authority.cert));
  return authority;
}

async function keepAuthority(folder: string): Promise<KeyAndCertificate> {
  const kept = join(folder, "ca-key.pem");
  const own = (await readKept(kept)) ?? (await writing(kept, () => createKept(folder, kept)));
  const forClients = join(folder, "ca.pem");
  await writing(forClients, () => writeFile(forClients, own.cert));
  return own;
}

/** Key and certificate in one file, which appears whole: of several that start at once, all take the first one's. */
async function createKept(folder: string, kept: string): Promise<KeyAndCertificate> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await createAuthority();
  const temporary = `${kept}.${randomUUID()}`;
  await writeFile(temporary, own.key + own.cert, { mode: 0o600 });
  try {
    await link(temporary, kept);
    return own;
  } catch (error) {
    const first = await readKept(kept);
    if (first === undefined) throw error;
    return first;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readKept(kept: string): Promise<KeyAndCertificate | undefined> {
  let text: string;
  try {
    text = await readFile(kept, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failed(`cannot read ${kept}`, cause);
  }
  const start = text.indexOf("-----BEGIN CERTIFICATE-----");
  const own = { key: text.slice(0, Math.max(0, start)), cert: text.slice(start) };
  if (start < 0 || !isWhole(own)) throw failed(`finds no certificate authority in ${kept}; remove it for a new one`);
  return own;
}

function isWhole({ key, cert }: KeyAndCertificate): boolean {
  try {
    return new X509Certificate(cert).ca && key.includes("PRIVATE KEY");
  } catch {
    return false;
  }
}

async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw failed(`cannot write ${file}`, cause);
  }
}

function failed(what: string, cause?: unknown): AppError {
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  const message = `The simulator ${what}${reason}.`;
  return new AppError({ kind: "storage", code: "CERTIFICATE_AUTHORITY_FAILED", message, cause });
}
