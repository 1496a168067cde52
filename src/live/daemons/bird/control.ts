import { connect } from 'node:net'

/** What BIRD prints for each command, one connection for all of them. */
export function birdCommands(socket: string, commands: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket)
    const replies: string[] = []
    let waiting = ''
    connection.setEncoding('utf8')
    connection.on('error', reject)
    connection.on('close', () => reject(new Error(`BIRD hung up: ${commands.join('; ')}`)))
    connection.on('data', (text: string) => {
      waiting += text
      for (;;) {
        const reply = firstReply(waiting)
        if (reply === undefined) return
        waiting = waiting.slice(reply.octets)
        replies.push(reply.text)
        // The first is its greeting.
        const command = commands[replies.length - 1]
        if (command !== undefined) connection.write(`${command}\n`)
        else {
          resolve(replies.slice(1))
          connection.end()
          return
        }
      }
    })
  })
}

interface Reply {
  readonly text: string
  readonly octets: number
}

/** Lines begin with a code of four digits, or a space where the last code goes on; one with a space after it ends the reply. */
export function firstReply(waiting: string): Reply | undefined {
  const lines: string[] = []
  let at = 0
  for (;;) {
    const end = waiting.indexOf('\n', at)
    if (end < 0) return undefined
    const line = waiting.slice(at, end)
    at = end + 1
    if (/^\d{4} /.test(line)) return { text: [...lines, line.slice(5)].join('\n'), octets: at }
    lines.push(line.replace(/^(?:\d{4}-| )/, ''))
  }
}
