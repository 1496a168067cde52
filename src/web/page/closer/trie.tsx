import type { JSX } from 'preact'
import type { TrieNode, TrieView } from '../../view/trie-view.ts'

interface TrieProps {
  readonly trie: TrieView | undefined
  readonly lookUp: (asked: string) => void
}

/** The forwarding table as a tree of nodes, with the way of a look-up lit. */
export function Trie({ trie, lookUp }: TrieProps): JSX.Element {
  return (
    <>
      <p>
        <label>
          Look up{' '}
          <input
            type="search"
            size={18}
            placeholder="address or prefix"
            value={trie?.asked ?? ''}
            onChange={({ currentTarget }) => lookUp(currentTarget.value.trim())}
          />
        </label>
      </p>
      <p class="sentence">{trie?.answer}</p>
      {trie?.root === undefined ? undefined : (
        <ul class="trie">
          <Node node={trie.root} lookUp={lookUp} />
        </ul>
      )}
    </>
  )
}

interface NodeProps {
  readonly node: TrieNode
  readonly lookUp: (asked: string) => void
}

function Node({ node: { name, bits, isOnWay, routes, below, folded }, lookUp }: NodeProps): JSX.Element {
  return (
    <li class={isOnWay ? 'way-of-look-up' : ''}>
      {bits === '' ? undefined : <span class="bits">{bits}</span>}{' '}
      {folded === undefined || bits === '' ? (
        <code>{name}</code>
      ) : (
        <button type="button" class="link-like" title="Unfold it: look this up" onClick={() => lookUp(name)}>
          <code>{name}</code>
        </button>
      )}{' '}
      {folded === undefined ? undefined : <i>… {folded}</i>}
      {routes.map(({ prefix, via, isMatch }) => (
        <div key={prefix} class={isMatch ? 'route match' : 'route'}>
          {isMatch ? '▶ ' : ''}
          <code>{prefix}</code> → {via}
        </div>
      ))}
      {below.length === 0 ? undefined : (
        <ul>
          {below.map((one) => (
            <Node key={one.name} node={one} lookUp={lookUp} />
          ))}
        </ul>
      )}
    </li>
  )
}
