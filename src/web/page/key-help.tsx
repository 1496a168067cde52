import type { JSX } from 'preact'

const keys: readonly (readonly [string, string])[] = [
  ['Space', 'play or pause'],
  [', and .', 'to the last and to the next event'],
  ['p and n', 'to the last and to the next change of a best route'],
  ['Home and End', 'to the beginning and to the end'],
  ['Arrows', 'from what is focused in the picture to its neighbours'],
  ['Enter', 'look at it'],
  ['c', 'cut the link, seen at once; crash the router; shut the session down'],
  ['s', 'cut the link silently'],
  ['b', 'bring it back'],
  ['u and r', 'undo and redo'],
  ['1 to 9', 'choose an answer in a lesson; Enter stands by it'],
]

/** What the keys do, by name; the dialog opens with `?`. */
export function KeyHelp(): JSX.Element {
  return (
    <dialog id="keys" aria-labelledby="keys-heading">
      <h2 id="keys-heading">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
