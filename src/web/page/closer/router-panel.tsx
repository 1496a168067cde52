import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { countOf } from '../../../report/quantity.ts'
import type { ExchangedRoute } from '../../view/exchanged-routes.ts'
import type { RouteRow, RouterInspection } from '../../view/inspect-router.ts'
import type { Change, Listed } from '../../view/route-changes.ts'
import type { Store } from '../store.ts'
import { instantText } from '../time/instant-text.ts'
import { Trie } from './trie.tsx'
import { WhyTable } from './why-table.tsx'

type Tab = 'Loc-RIB' | 'Adj-RIB-In' | 'Adj-RIB-Out' | 'Forwarding' | 'Trie' | 'Sessions'

const tabs: readonly Tab[] = ['Loc-RIB', 'Adj-RIB-In', 'Adj-RIB-Out', 'Forwarding', 'Trie', 'Sessions']

interface RouterPanelProps {
  readonly store: Store
  readonly router: RouterInspection
}

export function RouterPanel({ store, router }: RouterPanelProps): JSX.Element {
  const tab = useSignal<Tab>('Loc-RIB')
  const lookUp = (asked: string | undefined): void => {
    const prefix = store.selection.peek()?.prefix
    store.select({ kind: 'node', name: router.name, prefix, lookUp: asked, table: tab.peek() })
  }
  // Only the table that one looks at is read.
  useSignalEffect(() => {
    const seen = store.inspection.value
    if (seen?.kind !== 'router' || seen.name !== store.selection.peek()?.name) return
    if (tab.value !== seen.table) lookUp(tab.value === 'Trie' ? '' : undefined)
  })
  return (
    <>
      <p class="aside">
        AS {router.asn}, BGP Identifier {router.bgpIdentifier}
      </p>
      <div class="tabs" role="group" aria-label="Tables">
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={tab.value === name}
            onClick={() => {
              tab.value = name
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {tab.value.includes('RIB') ? <Pin store={store} /> : undefined}
      {tab.value === 'Loc-RIB' ? <Routes store={store} router={router} /> : undefined}
      {tab.value === 'Adj-RIB-In' || tab.value === 'Adj-RIB-Out'
        ? router.exchanged.map(({ session, remote, in: heard, out: told }) => (
            <ExchangedTable
              key={session}
              caption={tab.value === 'Adj-RIB-In' ? `Heard from ${remote}` : `Told ${remote}`}
              table={tab.value === 'Adj-RIB-In' ? heard : told}
            />
          ))
        : undefined}
      {tab.value === 'Forwarding' ? <Forwarding router={router} /> : undefined}
      {tab.value === 'Trie' ? <Trie trie={router.trie} lookUp={lookUp} /> : undefined}
      {tab.value === 'Sessions' ? <Sessions store={store} router={router} /> : undefined}
    </>
  )
}

/** With which moment all three RIBs are compared. */
function Pin({ store }: { readonly store: Store }): JSX.Element {
  const { pinnedAt } = store
  return (
    <p>
      <button
        type="button"
        aria-pressed={pinnedAt.value !== undefined}
        onClick={() => store.ask({ kind: 'pin' })}
      >
        {pinnedAt.value === undefined
          ? 'Compare with this moment from now on'
          : `Compared with ${instantText(pinnedAt.value)}: stop`}
      </button>
    </p>
  )
}

const changeMarks: Readonly<Record<Change, string>> = { new: '+', gone: '−', changed: '~', same: '' }

function Routes({ store, router }: RouterPanelProps): JSX.Element {
  const { routes } = router
  const explain = (prefix: string): void => {
    store.select({ kind: 'node', name: router.name, prefix, table: router.table })
    store.follow(prefix)
  }
  return (
    <>
      <div class="wide" role="group" tabIndex={0} aria-label="Candidates">
        <table class="routes">
          <caption>
            Every candidate; <b>&gt;</b> is the best route, <b>=</b> is used beside it
            {changesIn(routes)}
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">Standing</span>
              </th>
              <th scope="col">Prefix</th>
              <th scope="col">From</th>
              <th scope="col">AS path</th>
              <th scope="col">Pref</th>
              <th scope="col">MED</th>
              <th scope="col">Why not</th>
            </tr>
          </thead>
          <tbody>
            {routes.rows.map((row) => (
              <RouteLine
                key={`${row.prefix} ${row.from} ${row.change === 'gone'}`}
                row={row}
                explain={explain}
              />
            ))}
          </tbody>
        </table>
      </div>
      {routes.rows.length === 0 ? <p>No route.</p> : undefined}
      {routes.unlisted > 0 ? <p>and {countOf(routes.unlisted, 'more candidate')}</p> : undefined}
      {router.why === undefined ? undefined : <WhyTable why={router.why} printed={router.printed ?? ''} />}
    </>
  )
}

function RouteLine({
  row,
  explain,
}: {
  readonly row: RouteRow
  readonly explain: (prefix: string) => void
}): JSX.Element {
  const { prefix, best, multipath, stale, from, asPath, localPref, med, lostBy, change } = row
  return (
    <tr class={`${best && change !== 'gone' ? 'best' : ''} ${change}`}>
      <td>
        {changeMarks[change]}
        {stale ? 'S' : ''}
        {change === 'gone' ? '' : best ? '>' : multipath ? '=' : ''}
      </td>
      <td>
        {change === 'gone' ? (
          <code>{prefix}</code>
        ) : (
          <button
            type="button"
            class="link-like"
            title="Why did this route win?"
            onClick={() => explain(prefix)}
          >
            <code>{prefix}</code>
          </button>
        )}
      </td>
      <td>{from}</td>
      <td>{asPath === '' ? 'local' : asPath}</td>
      <td>{localPref ?? ''}</td>
      <td>{med ?? ''}</td>
      <td>{change === 'gone' ? 'gone' : (lostBy ?? '')}</td>
    </tr>
  )
}

/** How many changes there are in it, as an end of its caption. */
function changesIn({ changes }: Listed<unknown>): string {
  return changes === 0 ? '' : `; ${countOf(changes, 'change')} since the moment compared with`
}

interface ExchangedTableProps {
  readonly caption: string
  readonly table: Listed<ExchangedRoute>
}

function ExchangedTable({ caption, table }: ExchangedTableProps): JSX.Element {
  const { rows, unlisted } = table
  const count = rows.filter(({ change }) => change !== 'gone').length + unlisted
  return (
    <table>
      <caption>
        {caption}: {countOf(count, 'route')}
        {unlisted > 0 ? `, ${rows.length} of them listed` : ''}
        {changesIn(table)}
      </caption>
      <thead class={rows.length === 0 ? 'unseen' : ''}>
        <tr>
          <th scope="col">Prefix</th>
          <th scope="col">AS path</th>
          <th scope="col">Next hop</th>
          <th scope="col">Communities</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ prefix, asPath, nextHop, communities, taken, change }) => (
          <tr key={prefix + change} class={taken ? change : `refused ${change}`}>
            <td>
              {changeMarks[change]} <code>{prefix}</code>
              {taken ? '' : ' (not taken)'}
            </td>
            <td>{asPath === '' ? 'local' : asPath}</td>
            <td>{nextHop}</td>
            <td>{communities}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Forwarding({ router }: { readonly router: RouterInspection }): JSX.Element {
  return (
    <table>
      <caption>Where packets go</caption>
      <thead>
        <tr>
          <th scope="col">Prefix</th>
          <th scope="col">By</th>
          <th scope="col">Next hop</th>
        </tr>
      </thead>
      <tbody>
        {router.forwarding.map(({ prefix, protocol, nextHops }) => (
          <tr key={`${prefix} ${protocol}`}>
            <td>
              <code>{prefix}</code>
            </td>
            <td>{protocol}</td>
            <td>{nextHops.map(({ node }) => node).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Sessions({ store, router }: RouterPanelProps): JSX.Element {
  return (
    <ul class="choices">
      {router.neighbors.map(({ session, remote, state, prefixesReceived, prefixesSent }) => (
        <li key={session}>
          <button type="button" onClick={() => store.select({ kind: 'session', name: session })}>
            {remote}: {state}; {prefixesReceived.ipv4 + prefixesReceived.ipv6} heard,{' '}
            {prefixesSent.ipv4 + prefixesSent.ipv6} told
          </button>
        </li>
      ))}
    </ul>
  )
}
