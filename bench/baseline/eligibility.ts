import type pg from 'pg'

/**
 * The assessment of a selection as one statement written by hand, without row-level security or anything around it: what each of the nine lines counts.
 * The selection is an array of ids.
 */
export const assess = (client: pg.Client, organizationId: string, printerIds: string[]) =>
  client.query(
    `select status, count(*), count(distinct model_key) from (
      select p.model_key, case
        when m.state = 'managed' then 'already-managed'
        when m.state = 'pending' then 'pending-management'
        when p.registration <> 'enrolled' then 'failed-registration'
        when sm.model_key is null then 'model-not-supported'
        when r.lifetime_page_count > coalesce(sm.lifetime_page_count_limit, o.lifetime_page_count_limit) then 'page-count-exceeds'
        when r.lifetime_page_count is null then 'page-count-missing'
        when c.contact_id is null then 'no-contact'
        when a.version is distinct from o.required_agent_version then 'down-level-agent'
        else 'eligible' end as status
      from unnest($2::uuid[]) as s (id)
      join printers p on p.organization_id = $1 and p.id = s.id
      cross join offering o
      left join agents a on a.organization_id = $1 and a.id = p.agent_id
      left join printer_readings r on r.organization_id = $1 and r.printer_id = p.id
      left join program_memberships m on m.organization_id = $1 and m.printer_id = p.id
      left join printer_contacts c on c.organization_id = $1 and c.printer_id = p.id
      left join supported_models sm on sm.model_key = p.model_key
    ) j group by status`,
    [organizationId, printerIds],
  )
