import { ORPCError } from '@orpc/client'
import { z } from 'zod'

/**
 * Every refusal of the product: its code in the API, its HTTP status, and what to say to the reader when nothing more exact is known.
 * Where the moment knows more (a count, a name, a field), the thrown message says that instead.
 */
export const PROBLEMS = {
  'not-signed-in': { status: 401, message: 'Sign in, or send a valid API key.' },
  'sign-in-failed': { status: 401, message: 'The e-mail address or the password is wrong.' },
  'second-factor-needed': { status: 401, message: 'Enter the code of your authenticator app, or a recovery code.' },
  'second-factor-wrong': { status: 401, message: 'This code is not right, or was used. Enter the next one.' },
  'second-factor-on': { status: 409, message: 'The second factor is on already. Turn it off first.' },
  'too-many-sign-ins': { status: 429, message: 'Too many attempts to sign in. Wait a minute, then try again.' },
  'not-allowed': { status: 403, message: 'Your roles do not allow this. Ask an Organization Administrator for the role that does.' },
  'not-found': { status: 404, message: 'This item does not exist, or it was deleted.' },
  'invalid-input': { status: 400, message: 'Part of the request is missing or not valid.' },
  'too-large': { status: 413, message: 'The request is too large.' },
  'edited-by-another': {
    status: 412,
    message: 'Somebody else changed this while you were editing. Compare both versions, then save again.',
  },
  'key-reused': { status: 422, message: 'This Idempotency-Key was used for another request. Send a new key.' },
  'setup-done': { status: 409, message: 'The first administrator already exists. Sign in.' },
  'setup-code-wrong': { status: 403, message: 'This is not the one-time code that the server printed when it started.' },
  'invitation-invalid': { status: 404, message: 'This invitation was used, withdrawn or has expired. Ask for a new one.' },
  'sample-people-refused': { status: 403, message: 'Sample people can sign in only on the server that created the sample.' },
  'account-exists': { status: 409, message: 'Sign in with your account.' },
  'email-in-use': { status: 409, message: 'This organization already has a person with this e-mail address.' },
  'name-in-use': { status: 409, message: 'This name is in use. Choose another.' },
  'role-not-here': { status: 409, message: 'This role cannot be given in this organization.' },
  'role-not-held': { status: 403, message: 'Only a person who holds a role gives it, takes it, or changes a person who has it.' },
  'last-administrator': { status: 409, message: 'An organization needs at least one administrator. Appoint another one first.' },
  'organization-has-held-printers': { status: 409, message: 'The organization has managed or pending printers and cannot be deleted.' },
  'organization-has-children': { status: 409, message: 'The organization has child organizations. Delete them first.' },
  'entitlement-has-held-printers': { status: 409, message: 'The entitlement cannot be removed while managed or pending printers exist.' },
  'not-entitled': {
    status: 409,
    message: 'This organization is not entitled to MPS Express. A Partner Administrator grants the entitlement.',
  },
  'contact-exists': { status: 409, message: 'This contact already exists.' },
  'contact-in-use': { status: 409, message: 'The contact is assigned to printers or has pending serial numbers and cannot be deleted.' },
  'file-not-importable': { status: 422, message: 'The file cannot be imported. Correct it and import it again.' },
  'import-is-running': { status: 409, message: 'The import is still running. Wait until it has ended, or cancel it.' },
  'columns-in-other-order': {
    status: 422,
    message: 'The file has the columns of the sample file in another order. Import it again and match the columns by name.',
  },
  busy: { status: 429, message: 'Too many of these requests are running. Try again in a minute.' },
  'view-of-another': { status: 409, message: 'Only the person who created a view can change or delete it. Copy it, then change the copy.' },
  'too-many-views': { status: 409, message: 'You have 100 views. Delete one first.' },
  'nothing-selected': { status: 409, message: 'Nothing is selected. Select at least one printer.' },
  'terms-not-accepted': { status: 409, message: 'Accept the terms of service first.' },
  'terms-changed': { status: 409, message: 'The terms of service have changed. Read and accept the current version.' },
  'supplier-not-known': { status: 401, message: 'Send the token of the supplier as Authorization: Bearer ….' },
  'order-not-known': { status: 404, message: 'There is no such order for this supplier.' },
  'report-not-readable': { status: 422, message: 'The report cannot be read. Correct it and import it again.' },
  'secret-missing': { status: 400, message: 'State the secret that this supplier and the server share.' },
  'link-not-known': {
    status: 404,
    message: 'This link was withdrawn or renewed, or the address is not complete. Scan the label on the printer again.',
  },
  'reason-missing': { status: 400, message: 'State a reason.' },
  'conflict-with-held-printer': {
    status: 409,
    message: 'The printer that would lose its registration is managed or pending. Remove it from the program first.',
  },
  'agent-has-held-printers': {
    status: 409,
    message: 'The agent has managed or pending printers and can be neither deactivated nor deleted.',
  },
  'criteria-lose-held-printers': {
    status: 409,
    message: 'These criteria no longer cover managed or pending printers. To save anyway, state their number in losesHeldPrinters.',
  },
  'agent-not-activated': { status: 409, message: 'The agent is not activated yet. Run it with an activation code first.' },
  'agent-bundle-missing': { status: 409, message: 'This server has no bundle of the agent. Build it with: node scripts/build-agent.ts' },
  'profile-in-use': { status: 409, message: 'An agent uses the SNMP profile. Choose another profile for its entries first.' },
  'too-many-profiles': { status: 409, message: 'An organization has at most 500 SNMP profiles. Delete one that no agent uses.' },
  'printer-has-no-agent': { status: 409, message: 'No agent reads this printer. Discover it with an agent first.' },
  'agent-deactivated': { status: 409, message: 'The agent is deactivated. Generate an activation code to use it again.' },
  'printer-cannot-be-unenrolled': { status: 409, message: 'Managed and pending printers cannot be unenrolled.' },
  'printer-failed-registration': {
    status: 409,
    message: 'The printer failed registration. It cannot be changed or assigned anything until it registers.',
  },
  'task-cannot-be-canceled': { status: 409, message: 'The task has ended or is already being canceled.' },
  'task-is-running': { status: 409, message: 'The task is still running. Wait until it ends, or cancel it.' },
  'task-has-no-failures': { status: 409, message: 'Every printer of this task is done. There is nothing to retry.' },
  'printer-not-managed': { status: 409, message: 'The printer is not managed. Supplies are ordered for managed printers only.' },
  'printer-cannot-replace': { status: 409, message: 'This printer cannot take over from the other.' },
  'supply-not-known': { status: 409, message: 'The printer has no such supply.' },
  'rule-exists': { status: 409, message: 'There is a rule for the same customer, address, model and supply. Change that one.' },
  'cartridge-exists': { status: 409, message: 'The catalogue has this part of this maker already.' },
} as const satisfies Record<string, { status: number; message: string }>

export type ProblemCode = keyof typeof PROBLEMS

/** What a refusal carries beside its code and message. */
export const ProblemData = z
  .object({
    faults: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('one per fault: its place, and what is expected'),
    count: z.number().int().optional().describe('how many items prevent it'),
    current: z.record(z.string(), z.unknown()).optional().describe('the saved version, where somebody else saved first'),
  })
  .optional()
export type ProblemData = z.infer<typeof ProblemData>

/** The refusals that an operation may answer with, for its contract. */
export function refusals<C extends ProblemCode>(...codes: C[]) {
  return Object.fromEntries(codes.map((code) => [code, { ...PROBLEMS[code], data: ProblemData }])) as {
    [K in C]: (typeof PROBLEMS)[K] & { data: typeof ProblemData }
  }
}

/** A refusal, thrown wherever a rule says no; the contract of the operation names its code. */
export class Problem extends ORPCError<ProblemCode, ProblemData> {
  constructor(code: ProblemCode, message?: string, data?: ProblemData) {
    super(code, { status: PROBLEMS[code].status, message: message ?? PROBLEMS[code].message, data })
  }
}
