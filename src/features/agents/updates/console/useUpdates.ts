import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flash } from '../../../../platform/console/flash.ts'
import { describeProblem } from '../../../../platform/console/problem.ts'
import { formatNoun } from '../../../../platform/numbers.ts'
import { api, query } from '../../../client.ts'

/** Asks agents to update themselves, these or all that are behind, and reports who was asked and who was not and why. */
export function useUpdates(organizationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (chosen: { agentIds: string[] } | { allBehind: true }) => api.agents.update({ organizationId, ...chosen }),
    onSuccess: ({ version, outcomes }) => {
      void client.invalidateQueries({ queryKey: query.agents.key() })
      const asked = outcomes.filter(({ outcome }) => outcome === 'asked').length
      const refused = outcomes.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}`]))
      const reported = asked > 0 ? `${formatNoun(asked, 'agent was', 'agents were')} asked to update to ${version}. ` : ''
      const none = outcomes.length === 0 ? 'All agents are up to date.' : ''
      flash({ type: refused.length > 0 ? 'warning' : 'success', content: `${reported}${none}${refused.join(' ')}`.trim() })
    },
    onError: (error) => flash({ type: 'error', content: describeProblem(error).message }),
  })
}
