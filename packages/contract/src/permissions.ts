/** Who may do what: a permission for each kind of thing, and the roles that hold them. */

export const PERMISSIONS = [
  "claims:read",
  "claims:act",
  "approvals:read",
  "approvals:decide",
  "payments:read",
  "payments:write",
  "invoices:write",
  "settings:read",
  "settings:write",
  "documents:read",
  "documents:write",
  "objections:answer",
  "messages:read",
  "messages:write",
  "reports:read",
  "webhooks:manage",
  "keys:manage",
  "users:manage",
  "personal-data:read",
  "personal-data:write",
  "access:read",
  "cases:work",
  "payouts:propose",
  "payouts:approve",
  "operator:read",
  "operator:write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = [
  "operator-admin",
  "case-handler",
  "finance",
  "auditor",
  "creditor-admin",
  "creditor-user",
] as const;

export type Role = (typeof ROLES)[number];

const CREDITOR_READS = [
  "claims:read",
  "approvals:read",
  "payments:read",
  "settings:read",
  "documents:read",
  "messages:read",
  "reports:read",
] as const satisfies readonly Permission[];

const CREDITOR_ACTS = [
  "claims:act",
  "approvals:decide",
  "payments:write",
  "invoices:write",
  "documents:write",
  "objections:answer",
  "messages:write",
] as const satisfies readonly Permission[];

/** Those of a creditor's role count for that creditor alone; those of an operator's for all of them. */
export const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  "operator-admin": PERMISSIONS.filter((permission) => permission !== "payouts:approve"),
  "case-handler": [
    ...CREDITOR_READS,
    ...CREDITOR_ACTS,
    "cases:work",
    "personal-data:read",
    "personal-data:write",
  ],
  finance: [...CREDITOR_READS, "payments:write", "payouts:propose", "payouts:approve", "operator:read"],
  auditor: [...CREDITOR_READS, "access:read", "operator:read"],
  "creditor-admin": [
    ...CREDITOR_READS,
    ...CREDITOR_ACTS,
    "settings:write",
    "webhooks:manage",
    "keys:manage",
    "users:manage",
    "personal-data:read",
    "personal-data:write",
    "access:read",
  ],
  "creditor-user": [...CREDITOR_READS, ...CREDITOR_ACTS],
};

/** What a key of a creditor may be given: never more than the one who makes it has. */
export const KEY_SCOPES = PERMISSIONS.filter(
  (permission): permission is KeyScope =>
    !permission.startsWith("operator:") && !permission.startsWith("payouts:"),
);
export type KeyScope = Exclude<Permission, `operator:${string}` | `payouts:${string}`>;
