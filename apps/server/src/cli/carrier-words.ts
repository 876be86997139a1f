/** Who takes letters away, where they are more than files. */
export const CARRIER_WORDS = {
  smtp: "by the mail server",
  folder: "to the print house's folder",
  sftp: "to the print house by SFTP",
} as const;
