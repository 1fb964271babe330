import { z } from 'zod'
import { inOrganization, instant, int32, operation, pageOf, paging } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { CARTRIDGE_KIND_NAMES } from '../../supplies/catalogue/cartridges.ts'
import { APPROVAL_NAMES } from '../order-states.ts'
import { DUE_NAMES, whyNotRule } from './order-rules.ts'

const target = z.object({
  organizationId: z.uuid().nullable().describe('a customer, or a partner with all its customers; null: everybody'),
  contactId: z.uuid().nullable().describe('one address of that customer'),
  manufacturer: z.string().trim().min(1).max(128).nullable(),
  model: z.string().trim().min(1).max(128).nullable(),
  kind: z.enum(CARTRIDGE_KIND_NAMES).nullable(),
  color: z.string().trim().min(1).max(64).nullable(),
})

export const OrderRuleForm = z
  .object({
    name: z.string().trim().min(1, 'State a name.').max(128),
    target,
    due: z.enum(DUE_NAMES),
    riskPercent: z.number().gt(0).lt(100).nullable().describe('of running out before a parcel ordered tomorrow could arrive'),
    levelPercent: z.number().min(0).max(100).nullable(),
    daysLeft: z.number().int().min(0).max(365).nullable(),
    alongWorkingDays: z.number().int().min(0).max(120).describe('takes along what falls due at the address within so many; 0: nothing'),
    approval: z.enum(APPROVAL_NAMES),
    monthCartridges: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .nullable()
      .describe('most cartridges a calendar month for a printer; beyond, lines are held'),
    monthCostCents: z
      .number()
      .int()
      .min(1)
      .max(1_000_000_000)
      .nullable()
      .describe('most cost a calendar month for a customer; beyond, lines are held'),
  })
  .superRefine((rule, context) => {
    for (const { field, message } of whyNotRule(rule)) context.addIssue({ code: 'custom', path: [field], message })
  })

export const OrderRule = z.object({
  ...OrderRuleForm.shape,
  id: z.uuid(),
  version: int32,
  organization: z.string().nullable(),
  contact: z.string().nullable(),
  updatedAt: instant,
  updatedBy: z.string(),
})

export const RulePreview = z.object({
  printers: z.number().int().describe('managed printers that the rule would hold for'),
  ordersNow: z.number().int().describe('cartridges that would be ordered this morning under the rules of today'),
  ordersThen: z.number().int().describe('the same under the changed rule'),
  added: z.number().int(),
  dropped: z.number().int(),
  examples: z
    .array(
      z.object({
        organization: z.string(),
        printerId: z.uuid(),
        serialNumber: z.string().nullable(),
        name: z.string(),
        change: z.enum(['added', 'dropped']),
        sentence: z.string(),
      }),
    )
    .describe('at most 50'),
  limited: z.boolean().describe('whether only the first printers were looked at'),
})

const provider = operation('operate the program')
const tags = ['Supply orders']

export const orderRulesContract = {
  listRules: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/order-rules',
      summary: 'Rules of ordering, the general before the special (provider)',
      tags,
    })
    .input(z.object({ ...inOrganization, ...paging }))
    .output(pageOf(OrderRule)),
  createRule: provider
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/order-rules',
      successStatus: 201,
      summary: 'Create a rule of ordering (provider)',
      tags,
    })
    .errors(refusals('rule-exists'))
    .input(z.object({ ...inOrganization, rule: OrderRuleForm }))
    .output(OrderRule),
  changeRule: provider
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/operations/order-rules/{ruleId}',
      summary: 'Change a rule of ordering (provider)',
      tags,
    })
    .errors(refusals('rule-exists', 'edited-by-another'))
    .input(z.object({ ...inOrganization, ruleId: z.uuid(), version: int32, rule: OrderRuleForm }))
    .output(OrderRule),
  removeRule: provider
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/operations/order-rules/{ruleId}',
      successStatus: 204,
      summary: 'Delete a rule of ordering; the next more general one holds (provider)',
      tags,
    })
    .input(z.object({ ...inOrganization, ruleId: z.uuid() })),
  previewRule: provider
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/order-rule-previews',
      summary: "What a new or changed rule would do to today's orders; nothing is written (provider)",
      tags,
    })
    .input(z.object({ ...inOrganization, ruleId: z.uuid().optional().describe('the rule that would be changed'), rule: OrderRuleForm }))
    .output(RulePreview),
}

export type OrderRuleForm = z.infer<typeof OrderRuleForm>
export type OrderRule = z.infer<typeof OrderRule>
export type RulePreview = z.infer<typeof RulePreview>
