/** A rule about the shape of a scenario file, for whoever asks why it was broken. */
export interface SchemaRule {
  readonly title: string
  /** A paragraph: what the rule is for, and what to do. */
  readonly story: string
}

export type SchemaRuleId = FileRuleId | ShapeRuleId | ValueRuleId | NameRuleId | TimeRuleId

type FileRuleId =
  | 'aliases'
  | 'binary'
  | 'duplicate-key'
  | 'empty'
  | 'nesting'
  | 'syntax'
  | 'tag'
  | 'too-large'
  | 'unreadable'
type ShapeRuleId =
  | 'bounds'
  | 'change'
  | 'combination'
  | 'one-action'
  | 'one-matcher'
  | 'one-subject'
  | 'policy-term'
  | 'required'
  | 'subnets'
  | 'type'
  | 'unknown-key'
type ValueRuleId =
  | 'address'
  | 'as-path'
  | 'asdot'
  | 'asn-range'
  | 'bandwidth'
  | 'community'
  | 'duration'
  | 'era'
  | 'family'
  | 'generate'
  | 'host-bits'
  | 'key-mismatch'
  | 'never-announced'
  | 'out-of-reach'
  | 'overlap'
  | 'prefix'
  | 'prefix-file'
  | 'prefix-range'
  | 'range'
  | 'value'
type NameRuleId =
  | 'duplicate-choice'
  | 'duplicate-label'
  | 'duplicate-name'
  | 'duplicate-prefix'
  | 'ends'
  | 'name'
  | 'unknown-label'
  | 'unknown-name'
  | 'unlisted-community'
type TimeRuleId =
  | 'after-end'
  | 'moment'
  | 'one-moment'
  | 'one-time'
  | 'repeat'
  | 'restore'
  | 'time-before-mark'

const fileRules: Readonly<Record<FileRuleId, SchemaRule>> = {
  aliases: {
    title: 'Aliases stand for a bounded amount of text',
    story:
      'YAML lets a name stand for a part of the file (&name, *name), and such parts can hold further names. A few lines can so stand for gigabytes. Write the values out, or let the scenario generate them.',
  },
  binary: {
    title: 'A scenario is a text file',
    story:
      'The file holds octets that no text in UTF-8 has. It may be another kind of file, or text in another encoding: save it as UTF-8.',
  },
  'duplicate-key': {
    title: 'A key is given once',
    story:
      'YAML would let the second value win in silence, and another scenario would run than the one you read. Keep one of the two.',
  },
  empty: {
    title: 'A scenario says something',
    story: 'The file has no content besides comments. `vmsee init` writes one to start from.',
  },
  nesting: {
    title: 'A scenario is a hundred levels deep at most',
    story:
      'The deepest part of a scenario has about ten levels of lists and mappings in each other. More is a slip, such as a row of brackets that nobody closed.',
  },
  syntax: {
    title: 'A scenario is valid YAML',
    story:
      'Usual causes: a tab where spaces belong, a bracket that is not closed, a colon and a space inside a text without quotes, lines of one block indented differently.',
  },
  tag: {
    title: 'YAML tags are not used',
    story:
      'A word that begins with an exclamation mark asks YAML for another type. Nothing in a scenario has one; put the text in quotes if the mark belongs to it.',
  },
  'too-large': {
    title: 'A file has a bounded size',
    story:
      'Large tables are generated and not listed: { generate: { within: 10.64.0.0/10, length: 24, count: 4000 } } is one line.',
  },
  unreadable: {
    title: 'The file can be read',
    story: 'It does not exist, is a folder, or the system refuses to open it.',
  },
}

const shapeRules: Readonly<Record<ShapeRuleId, SchemaRule>> = {
  bounds: {
    title: 'A range has a lower bound, an upper bound, or both',
    story:
      'Write { atLeast: 120s, atMost: 181s }, one of the two, { exactly: 0 }, or just the value. Both bounds belong to the range.',
  },
  change: {
    title: 'A lesson changes a file into another valid one',
    story:
      'A round of a lesson is a scenario of its own: the file with every `change` up to there. What the change takes away, the rest of the file may still need; change that too, or give it other names.',
  },
  combination: {
    title: 'Some keys do not go together',
    story:
      'Each key is known, but here it says nothing: `silently` belongs to a cut, `via` to a route that is there, `at` to a state and not to what is measured over a window.',
  },
  'one-action': {
    title: 'An entry of the timeline does one thing',
    story:
      'The order of two actions in one entry would be a guess. Write two entries; they may have the same moment, and happen in the order of the file. An entry without an action gives a moment its label.',
  },
  'one-matcher': {
    title: 'An expectation asks one kind of question',
    story:
      'A state (is, path), an event (fell) and a measure (flaps, worstOutage) are judged over different times, so they are separate expectations; so is what became of all that was lost (lostAs). Several measures of one flow may stand together.',
  },
  'one-subject': {
    title: 'An expectation is about one subject',
    story:
      'It begins with sessions, session, flows, flow, link, route, prefixes, circuit, rule, loops or blackHoles.',
  },
  'policy-term': {
    title: 'A term of a policy changes, accepts or rejects',
    story:
      'The first term that matches decides. It has exactly one of `set` (accept, changed), `accept: true` and `reject: true`. What no term matches is accepted as it is.',
  },
  required: {
    title: 'A key that has no default is given',
    story: 'Nothing sensible could be assumed in its place.',
  },
  subnets: {
    title: 'A peering has subnets for both of its links',
    story:
      'Give primaryPeerAddressPrefix and secondaryPeerAddressPrefix, a /30 each (IPv6: a /126), or peerAddressPrefix, one /29 (IPv6: a /125) whose lower half is the primary link.',
  },
  type: {
    title: 'A value is of the right kind',
    story:
      'Durations and rates carry their unit (30s, 10 per second), communities are in quotes ("65001:10"), lists are in brackets or on lines that begin with a hyphen.',
  },
  'unknown-key': {
    title: 'Every key is known',
    story:
      'A key that nothing reads would be a wish without effect, and a slip of the hand would run another scenario than the one you meant. What the engine cannot do yet is an unknown key too.',
  },
}

const valueRules: Readonly<Record<ValueRuleId, SchemaRule>> = {
  address: {
    title: 'An address is written in full',
    story: '10.0.0.1 or 2001:db8::1: four decimal parts without leading zeros, or IPv6 without a zone.',
  },
  'as-path': {
    title: 'An AS_PATH pattern can be understood',
    story:
      'Digits, spaces and . _ ^ $ * + ? | ( ) [ ], matched against the path as routers print it; _ is a boundary. ^12076_ is a path that begins with AS 12076.',
  },
  asdot: {
    title: 'An AS number with a dot is in quotes',
    story:
      'Without quotes YAML reads 65000.10 as the number 65000.1. Write "65000.10", or the plain number 4259840010.',
  },
  'asn-range': {
    title: 'An AS number names an AS',
    story: 'AS numbers have 32 bits. 0, 23456, 65535 and 4294967295 are reserved and name none.',
  },
  bandwidth: {
    title: 'A circuit has a bandwidth that is sold',
    story:
      'Providers sell 50 Mbps to 10 Gbps in eight steps; direct ports are bought from 1 Gbps to 100 Gbps.',
  },
  community: {
    title: 'A community is two numbers in quotes, or a well-known name',
    story:
      '"12076:51006", each half from 0 to 65535, or no-export, no-advertise, blackhole. Without quotes, tools for older YAML read such a text as a number of base 60.',
  },
  duration: {
    title: 'A duration carries its units',
    story:
      '20ms, 1.5s, 10m, 1h30m: numbers with the units us, ms, s, m, h, d, the largest first and without spaces.',
  },
  era: {
    title: 'What is bought exists in the era',
    story:
      'The 2017 rules know neither the Local tier nor ExpressRoute Direct. Choose another, or era: current.',
  },
  family: {
    title: 'An address is of the family that its place is for',
    story:
      'The IPv6 subnets of a peering stand under ipv6, those of IPv4 beside it. A BGP Identifier is written like an IPv4 address.',
  },
  generate: {
    title: 'Generated prefixes fit into their network',
    story:
      'Prefixes of one length are cut from the network, beginning at its start: within 10.64.0.0/10 there is room for 16384 of length 24.',
  },
  'host-bits': {
    title: 'A prefix has no bits beyond its length',
    story:
      '10.1.2.3/16 may mean the network 10.1.0.0/16 or the host 10.1.2.3/32; routers disagree on what to make of it, so the file says which.',
  },
  'key-mismatch': {
    title: 'Both ends of a session have the same MD5 key',
    story:
      'A segment that is not signed with the key that its receiver knows is dropped without an answer (RFC 2385). The scenario runs, and the session never comes up.',
  },
  'never-announced': {
    title: 'What is withdrawn was announced',
    story:
      'The place announces this prefix neither from the beginning nor by an entry of the timeline, so that the entry does nothing. A prefix is withdrawn as it is announced: 10.1.1.0/24 is no part that could be taken out of 10.1.0.0/16.',
  },
  'out-of-reach': {
    title: 'A route filter asks for what the circuit can get',
    story:
      'The community is one of Microsoft, but what it stands for belongs to another cloud, or lies out of reach of the circuit at each tier that it has in the run: Local reaches the regions nearby, Standard its own area, and Office 365 takes Premium. The scenario runs, and none of those prefixes come.',
  },
  overlap: {
    title: 'An address belongs to one place',
    story:
      'Two sites, or a site and a virtual network, hold the same addresses, so that a flow to them has two destinations. One place may hold a prefix and longer ones inside it.',
  },
  prefix: {
    title: 'A prefix is an address and a length',
    story: '10.1.0.0/16 or 2001:db8::/32.',
  },
  'prefix-file': {
    title: 'A file of prefixes holds prefixes, and not too many',
    story:
      'The name is relative to the scenario. A list has a prefix a line, with empty lines and lines that begin with # in between; an MRT file gives what its peers hold at its end. Either may be gzip. `vmsee import` makes a list of the part of an MRT file that is wanted.',
  },
  'prefix-range': {
    title: 'An entry of a prefix list can match something',
    story:
      '10.1.0.0/16 alone is exactly that prefix; with `le 24` also what it covers up to that length; with `ge 20` what it covers from that length on.',
  },
  range: {
    title: 'A number lies within its range',
    story:
      'The range comes from the protocol (LOCAL_PREF has 32 bits, a hold time is 0 or at least 3 seconds) or bounds what a run can carry.',
  },
  value: {
    title: 'A value is one of a few words',
    story: 'The message lists them.',
  },
}

const nameRules: Readonly<Record<NameRuleId, SchemaRule>> = {
  'duplicate-choice': {
    title: 'The choices of a round differ',
    story:
      'A question of a lesson has one right answer, which is the choice whose expectation the run passes. Two choices with one text, or with one expectation, are right together or wrong together.',
  },
  'duplicate-label': {
    title: 'A label names one moment',
    story:
      'Expectations and later entries count from it. A fault that is repeated has the label of its first time.',
  },
  'duplicate-name': {
    title: 'A name names one thing',
    story:
      'Circuits, routers, sites and virtual networks share one space of names, because paths and commands mix them. Two routers have one session, and a virtual network one connection to a circuit.',
  },
  'duplicate-prefix': {
    title: 'A list holds a prefix once',
    story: 'A generated prefix counts too.',
  },
  ends: {
    title: 'A session and a flow have two different ends',
    story: 'A session joins two routers, a flow two places.',
  },
  name: {
    title: 'A name begins with a letter',
    story:
      'Letters, digits, hyphen and underscore, 63 at most. A dot joins the parts of a longer name, such as er-amsterdam.primary.',
  },
  'unknown-label': {
    title: 'A label is given by an entry of the timeline',
    story: 'Moments such as cut + 10s count from the entry with label: cut.',
  },
  'unknown-name': {
    title: 'What is named exists',
    story:
      'A subject that is not in the model is an error and not an expectation that fails. `vmsee explain FILE` lists the nodes, links and sessions that a file expands to.',
  },
  'unlisted-community': {
    title: 'A community of Microsoft stands for prefixes that are known',
    story:
      'The tables of communities end with the documents that were read, and Microsoft adds regions. A value that has the form of theirs may be one of these: the scenario runs, and nothing comes with it, unless the file says under microsoftServices what it stands for.',
  },
}

const timeRules: Readonly<Record<TimeRuleId, SchemaRule>> = {
  'after-end': {
    title: 'Everything happens before the end',
    story:
      'An entry that is due after `until` would be left out in silence. Without `until` the run ends a while after its last entry.',
  },
  moment: {
    title: 'A moment is a time since the start, a label, or a label and a time',
    story: '60s, cut, cut + 10s.',
  },
  'one-moment': {
    title: 'An entry of the timeline has one moment',
    story:
      '`at` for a time or a label, `when` for the first moment at which the network is converged or all sessions are established that can be: those over a dead link, or shut, are not waited for.',
  },
  'one-time': {
    title: 'An expectation says once when it holds',
    story:
      '`at` is one moment; `eventually` at some moment within a time; `always` and `never` over the whole window, which `after` opens. Measures are taken over the window without any of them.',
  },
  repeat: {
    title: 'What is repeated is undone in between',
    story:
      'A link that flaps is cut `for` a time and again `every` so often, so `for` is shorter than `every`.',
  },
  restore: {
    title: 'Only what lasts can be undone',
    story:
      'A cut, loss, delay, crash, shut, announcement or withdrawal lasts until it is undone, by `for` or by an entry with `restore: LABEL`.',
  },
  'time-before-mark': {
    title: 'Nothing is timed before its mark',
    story:
      'A label is known when its entry has happened, so an entry counts forward, and from a label above it.',
  },
}

/** What `vmsee explain schema/RULE` tells, by what follows the slash. */
export const schemaRules: Readonly<Record<SchemaRuleId, SchemaRule>> = {
  ...fileRules,
  ...shapeRules,
  ...valueRules,
  ...nameRules,
  ...timeRules,
}

/** How the ids of these rules begin, beside those of ExpressRoute such as A4. */
export const schemaRulePrefix = 'schema/'

export function isSchemaRuleId(text: unknown): text is SchemaRuleId {
  return typeof text === 'string' && Object.hasOwn(schemaRules, text)
}
