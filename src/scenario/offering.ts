import type { SessionConfiguration } from '../bgp/fsm/session.ts'
import type { Capabilities } from './scenario.ts'

/** The end of a session with what the file says that it offers in its OPEN. */
export function offering(
  session: SessionConfiguration,
  { families, routeRefresh, fourOctetAs }: Partial<Capabilities> = {},
): SessionConfiguration {
  return {
    ...session,
    families: families ?? session.families,
    routeRefresh: routeRefresh ?? session.routeRefresh,
    fourOctetAs: fourOctetAs ?? session.fourOctetAs,
  }
}
