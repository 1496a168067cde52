import { entriesText, flowText } from '../../scenario/flow-text.ts'
import type { WrittenEntry } from '../../scenario/lesson.ts'
import { isMapping } from '../../scenario/read/sections.ts'

/** What is done to the thing that an entry of a timeline names, or with the parts that it has instead. */
const verbs: ReadonlyMap<string, (name: string, parts: WrittenEntry) => string> = new Map([
  ['cut', (name) => `Cut ${name}`],
  ['fail', (name) => `Let all of ${name} fail`],
  ['crash', (name) => `Crash ${name}`],
  ['restart', (name) => `Restart ${name}`],
  ['freeze', (name) => `Freeze the control plane of ${name}`],
  ['zeroWindow', (name) => `Let an end of ${name} read nothing`],
  ['wrongVlan', (name) => `Give one end of ${name} another VLAN`],
  ['wrongAsn', (name) => `Let one end of ${name} expect another AS`],
  ['wrongKey', (name) => `Give one end of ${name} another key`],
  ['blackhole', (name) => `Let ${name} drop what it should forward`],
  ['drain', (name) => `Drain ${name} for maintenance`],
  ['undrain', (name) => `End the maintenance of ${name}`],
  ['shut', (name) => `Shut the session ${name} down`],
  ['start', (name) => `Start the session ${name}`],
  ['clear', (name) => `Clear the session ${name}`],
  ['restore', (name) => `Mend what "${name}" broke`],
  ['announce', (_, { at, prefixes }) => `Announce ${listed(prefixes)} at ${at}`],
  ['withdraw', (_, { at, prefixes }) => `Withdraw ${listed(prefixes)} at ${at}`],
  ['policy', (_, { session, router, ...sets }) => `Let ${router} set ${entriesText(sets)} on ${session}`],
  [
    'weigh',
    (_, { circuit, virtualNetwork, weight }) => `Give ${circuit} the weight ${weight} at ${virtualNetwork}`,
  ],
  ['join', (_, { circuits }) => `Join ${listed(circuits)} by Global Reach`],
  [
    'attach',
    (_, { circuit, routeFilter }) => `Attach a route filter for ${listed(routeFilter)} to ${circuit}`,
  ],
  ['disable', (_, { circuit, peering }) => `Disable the ${peering} peering of ${circuit}`],
])

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(flowText).join(' and ') : flowText(values)
}

/** An entry of a timeline as something to do: `Cut er-amsterdam.primary silently for 10m`. What has no words is told as it is written. */
export function deedWords({ label: _, ...deed }: WrittenEntry): string {
  const { at, when, for: lasting, repeat, silently, ...rest } = deed
  const key = Object.keys(rest).find((one) => verbs.has(one))
  const verb = verbs.get(key ?? '')
  if (key === undefined || verb === undefined) return entriesText(deed)
  const { [key]: about, ...more } = rest
  const others = entriesText({ ...more, repeat, when })
  return [
    typeof about === 'string' ? verb(about, {}) : verb('', isMapping(about) ? about : {}),
    silently === true ? ' silently' : '',
    lasting === undefined ? '' : ` for ${lasting}`,
    others === '' ? '' : ` (${others})`,
    at === undefined ? '' : `, at ${at}`,
  ].join('')
}
