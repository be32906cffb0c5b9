import { createPrivateKey, KeyObject, webcrypto } from "node:crypto";
import type { X509Certificate as SignedCertificate, X509CertificateCreateParamsBase } from "@peculiar/x509";
import { systemClock } from "../../base/effects.ts";
import { DAY_MS } from "../../base/interval.ts";

/** PEM texts. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

const KEYS = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const AUTHORITY_DAYS = 3_650;
/** Some systems refuse a server's certificate that is valid for longer. */
const SERVER_DAYS = 397;

/** Signs certificates for hosts, so that whoever trusts its own certificate trusts them. */
export class CertificateAuthority {
  readonly #own: KeyAndCertificate;

  /** `own`: as `createAuthority` made it. */
  constructor(own: KeyAndCertificate) {
    this.#own = own;
  }

  /** What clients have to trust. */
  get cert(): string {
    return this.#own.cert;
  }

  /** A certificate for one host name, with a key of its own. */
  async issue(host: string): Promise<KeyAndCertificate> {
    const x509 = await loadLibrary();
    const issuer = new x509.X509Certificate(this.#own.cert);
    const keys = await createKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      subject: [{ CN: [host] }],
      issuer: issuer.subject,
      publicKey: keys.publicKey,
      signingKey: await toSigningKey(this.#own.key),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        // Python 3.13 and later refuse a certificate that does not name its issuer's key.
        await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
      ...validFor(SERVER_DAYS),
    });
    return toPem(keys, certificate);
  }
}

/** A new authority's key and certificate. */
export async function createAuthority(): Promise<KeyAndCertificate> {
  const x509 = await loadLibrary();
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ["nowthen simulator"] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
    ...validFor(AUTHORITY_DAYS),
  });
  return toPem(keys, certificate);
}

/** Only who asks for a proxy waits for the library. */
async function loadLibrary(): Promise<typeof import("@peculiar/x509")> {
  return await import("@peculiar/x509");
}

/** Clients judge by the machine's clock, in whatever time the simulator lives; a day before allows for clocks that are late. */
function validFor(days: number): Pick<X509CertificateCreateParamsBase, "notBefore" | "notAfter" | "signingAlgorithm"> {
  const now = systemClock.now();
  const [notBefore, notAfter] = [new Date(now - DAY_MS), new Date(now + days * DAY_MS)];
  return { notBefore, notAfter, signingAlgorithm: SIGNATURE };
}

function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEYS, true, ["sign", "verify"]);
}

function toSigningKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, KEYS, false, ["sign"]);
}

function toPem({ privateKey }: webcrypto.CryptoKeyPair, certificate: SignedCertificate): KeyAndCertificate {
  const key = KeyObject.from(privateKey).export({ type: "pkcs8", format: "pem" });
  return { key: String(key), cert: `${certificate.toString("pem")}\n` };
}
