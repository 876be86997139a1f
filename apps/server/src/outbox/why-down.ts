/** Why a mail server has nothing of us, and what to set so that it has. Words of a server are not taken along. */
import type SMTPConnection from "nodemailer/lib/smtp-connection";

export function whyDown(
  error: SMTPConnection.SMTPError,
  { isSecure }: { readonly isSecure: boolean },
): string {
  if (error.code === "EAUTH") return `did not let us sign in: ${saidOf(error)}`;
  const { message } = error;
  for (const [pattern, why] of CERTIFICATE) if (pattern.test(message)) return why;
  if (isSecure && /wrong version number|packet length too long|EPROTO/i.test(message))
    return "does not speak TLS from the first byte: INNFRI_SMTP_URL begins with smtp:// for a port that asks for it by STARTTLS (587)";
  if (!isSecure && error.code === "ETLS")
    return "gives no TLS by STARTTLS, and without it no password and no letter is sent: INNFRI_SMTP_URL begins with smtps:// for a port that speaks it from the first byte (465)";
  if (!isSecure && error.code === "ETIMEDOUT" && !/^Connection timeout/i.test(message))
    return "said nothing, though it took the connection: INNFRI_SMTP_URL begins with smtps:// for a port that speaks TLS from the first byte (465)";
  if (error.code === "ETLS" || /TLS|SSL|certificate/i.test(message)) return "gives no safe connection (TLS)";
  if (typeof error.responseCode === "number") return `turned us away: ${saidOf(error)}`;
  return "could not be reached";
}

const CERTIFICATE: readonly (readonly [RegExp, string])[] = [
  [
    /does not match certificate|altnames/i,
    "shows the certificate of another name: INNFRI_SMTP_URL must name the server as its certificate does",
  ],
  [
    /self[- ]signed|unable to (?:verify|get)|issuer certificate/i,
    "shows a certificate of an authority that this machine does not know: INNFRI_SMTP_CA names a file with the authority's certificate",
  ],
  [/certificate has expired/i, "shows a certificate that has expired: it needs a new one"],
  [
    /certificate is not yet valid/i,
    "shows a certificate that is not valid yet: is this machine's clock right?",
  ],
];

/**
 * The code of an answer with its enhanced status, `550 5.1.1`, without its words: these may name people, and reasons
 * are kept for ever.
 */
export function saidOf({ response = "", responseCode }: SMTPConnection.SMTPError): string {
  const [, status] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response) ?? [];
  return status === undefined ? String(responseCode) : `${responseCode} ${status}`;
}
