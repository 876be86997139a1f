export * from "./collect-bank-file.ts";
export * from "./payment.ts";
export { type ByteChunks, readPayments } from "./read-payments.ts";
export * from "./write-bgmax.ts";
export * from "./write-camt054.ts";
export * from "./write-ocr-giro.ts";
