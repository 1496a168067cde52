/** What an import says about Azure's files, for whoever asks why. */
export interface ImportRule {
  readonly title: string
  readonly story: string
}

export type ImportRuleId =
  | 'asked'
  | 'json'
  | 'left-out'
  | 'no-circuit'
  | 'no-value'
  | 'sku'
  | 'state'
  | 'twice'

/** What `vmsee explain import/RULE` tells, by what follows the slash. */
export const importRules: Readonly<Record<ImportRuleId, ImportRule>> = {
  asked: {
    title: 'What Azure does not say is asked for',
    story:
      'An export of a circuit knows neither your routers nor what they announce, and a gateway does not know the address space of its virtual network. Nothing is guessed in their place: the scenario has a comment with ASK, and what cannot stand without the answer is a comment as a whole. It loads and runs without.',
  },
  json: {
    title: 'A file of Azure is JSON',
    story:
      'The output of az ... -o json, or a body of the REST interface: a resource, a list of them, or a list under "value". Lines before the first bracket, such as the command that was typed, are passed over.',
  },
  'left-out': {
    title: 'What the model does not have is left out',
    story: 'It stands in the scenario as a comment, so that you see what the answer does not rest on.',
  },
  'no-circuit': {
    title: 'An import needs a circuit',
    story:
      'az network express-route show -o json prints one. Peerings, gateways, connections, virtual networks, ports and route filters add to it, and are nothing by themselves.',
  },
  'no-value': {
    title: 'A key has a value',
    story:
      'Samples in documentation leave values out ("customerASN": ,) for the reader to fill in. That is no JSON: write the value, or null.',
  },
  sku: {
    title: 'The name of a SKU is its tier and its family',
    story:
      'Standard_MeteredData has the tier Standard and the family MeteredData. Samples of Microsoft contradict themselves here (CLI23, PUB23); the tier and the family are what is taken.',
  },
  state: {
    title: 'A circuit carries traffic when it is Enabled and Provisioned',
    story:
      'circuitProvisioningState and serviceProviderProvisioningState say how far a circuit has come (WF23, TS17), and a peering is Enabled or Disabled. The scenario begins with the state of the provider and of each peering, and a timeline may go on from there with provision and enable; circuitProvisioningState it has not. Public prefixes are validated in it too: where advertisedPublicPrefixesState is not Configured, the sessions of the peering do not stand.',
  },
  twice: {
    title: 'A resource is given once',
    story: 'Two files describe the same resource. The first one is taken.',
  },
}

/** How the ids of these rules begin. */
export const importRulePrefix = 'import/'

export function isImportRuleId(text: string): text is ImportRuleId {
  return Object.hasOwn(importRules, text)
}
