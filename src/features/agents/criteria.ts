/**
 * Discovery criteria: what may stand in `Add Discovery Criteria to Include` and `Exclude`.
 * Single addresses, ranges a-b, subnets in CIDR form and host names; IPv4 (an agent sweeps no IPv6 network: they are too large).
 */

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ADDRESS = new RegExp(`^${octet}(?:\\.${octet}){3}$`)
const HOST_NAME = /^(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i

const number = (address: string) => address.split('.').reduce((n, part) => n * 256 + Number(part), 0)

/**
 * Why an entry of the criteria is not understood; undefined when it is.
 * @rule agents/criteria  Include and Exclude take single addresses, ranges, subnets in CIDR form and host names.
 */
export function whyNotCriterion(entry: string): string | undefined {
  const text = entry.trim()
  if (ADDRESS.test(text)) return undefined
  const [from = '', to = '', more] = text.split('-').map((part) => part.trim())
  if (more === undefined && ADDRESS.test(from) && ADDRESS.test(to))
    return number(from) <= number(to) ? undefined : `${text}: the range ends before it begins.`
  const [network = '', bits = ''] = text.split('/')
  if (text.includes('/')) {
    if (!ADDRESS.test(network) || !/^\d{1,2}$/.test(bits)) return `${text}: a subnet is written such as 10.0.0.0/24.`
    return Number(bits) >= 8 && Number(bits) <= 32 ? undefined : `${text}: a subnet has between /8 and /32.`
  }
  if (/^[\d.\s-]+$/.test(text) || !HOST_NAME.test(text))
    return `${text || 'A blank line'}: write an address (10.0.0.7), a range (10.0.0.1-10.0.0.99), a subnet (10.0.0.0/24) or a host name.`
  return undefined
}
