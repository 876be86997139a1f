/** The advisory locks that programs meet on, on all machines: each has a number of its own, in one place. */
export const LOCKS = {
  /** The roles of the whole server. */
  roles: 72616474,
  migration: 72616475,
  restore: 72616477,
  operator: 72616480,
  law: 72616481,
  signOffs: 72616482,
  bankFiles: 72616490,
  operatorRoot: 72616493,
  /** Of each creditor. */
  imports: 72616491,
  roots: 72616492,
  lists: 72616494,
  eventPages: 72616500,
  objectionMails: 72616496,
} as const;
