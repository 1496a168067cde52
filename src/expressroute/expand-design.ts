import { expandAzureInternet } from './azure-internet.ts'
import { expandCustomerEdges } from './customer-edge.ts'
import type { Design } from './design.ts'
import { expandLinks } from './expand-links.ts'
import { expandSessions } from './expand-sessions.ts'
import type { Expansion, ExpansionOptions } from './expansion.ts'
import { expandGateways } from './gateway.ts'
import { expandMicrosoftNetwork } from './microsoft-network.ts'
import { expandMsees } from './msee.ts'

/** The routers, cables and sessions of a design that no rule refuses in the file. */
export function expandDesign(design: Design, options: ExpansionOptions): Expansion {
  const links = expandLinks(design, options.tiersToCome)
  const sessions = expandSessions(design, links)
  return {
    msees: expandMsees(design, links, sessions, options),
    microsoftNetwork: expandMicrosoftNetwork(design, links, sessions, options),
    azureInternet: expandAzureInternet(design, links, sessions, options),
    gateways: expandGateways(design, links, sessions, options),
    customerEdges: expandCustomerEdges(design, links, sessions, options),
    links,
    sessions,
  }
}
