-- What becomes of an objection, step by step: the creditor is asked, reminded, agrees or rejects, the debtor is told and
-- keeps to it or not, and it ends. What anybody wrote lies in free_text. An e-mail that a step asks for leaves later.

alter table objection
  add column reason text check (reason in ('not-ordered', 'not-delivered', 'defect', 'price', 'paid', 'credited',
    'cancelled', 'wrong-recipient', 'too-old', 'other')),
  add column invoice_lines int[],
  add column after_handover boolean;
comment on column objection.reason is 'what kind of no it is, where somebody said so';
comment on column objection.invoice_lines is 'the lines of the invoice that it is about, as the invoice numbers them';
comment on column objection.after_handover is 'whether a demand had opened a case for the claim when it came';
create index objection_open on objection (creditor_id, answer_by, objection_id) where answered_on is null;

create table objection_step (
  creditor_id uuid not null,
  objection_id uuid not null,
  step_no int not null check (step_no > 0),
  kind text not null check (kind in ('acknowledged', 'asked', 'reminded', 'agreed', 'rejected', 'told', 'wrote', 'kept',
    'onward', 'closed', 'settled')),
  taken_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  due_on date,
  text_id uuid,
  data jsonb not null,
  mail_to text check (mail_to in ('creditor', 'debtor')),
  mailed_at timestamptz,
  primary key (creditor_id, objection_id, step_no),
  foreign key (creditor_id, objection_id) references objection
);
comment on table objection_step is 'what becomes of an objection; only when its e-mail left is noted afterwards';
comment on column objection_step.due_on is 'the deadline that the step sets';
create index objection_step_unsent on objection_step (creditor_id, recorded_at)
  where mail_to is not null and mailed_at is null;

alter table objection_step enable row level security;
alter table objection_step force row level security;
create policy tenant on objection_step to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on objection_step for select to innfri_auditor using (true);

revoke all on objection_step from public;
grant select, insert, update (mailed_at) on objection_step to innfri_engine;
grant select, insert on objection_step to innfri_api;
grant select on objection_step to innfri_auditor;
