import { randomUUID } from 'node:crypto'
import type { BlockList } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Services, scopeOfSupplier } from '../features/entry-points.routes.ts'
import { cxmlAnswer, receiveCxml } from '../features/fulfilment/receive-cxml.command.ts'
import { clientAddress } from './client-address.ts'

const MAX_BODY_BYTES = 1024 * 1024

/** Where suppliers send their cXML documents: the answer is always cXML, with a status that says what became of the document. */
export function createCxmlSite(services: Services, proxies: BlockList) {
  const site = new Hono<{ Bindings: HttpBindings }>()
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => {
      // The rest of the body is not read.
      c.header('Connection', 'close')
      return answer(c, cxmlAnswer(413, 'Too Large', 'A document has at most 1 MB.'))
    },
  })
  site.post('/cxml', limited, async (c) => {
    const about = { requestId: randomUUID(), address: clientAddress(c.env.incoming, proxies) }
    const document = await receiveCxml(
      { ...services, scopeOf: (supplier) => scopeOfSupplier(services.db, supplier, about) },
      await c.req.text(),
    )
    return answer(c, document)
  })
  site.onError((error, c) => {
    services.log.error({ err: error }, 'a cXML document could not be answered')
    return answer(c, cxmlAnswer(500, 'Internal Server Error', 'Something went wrong on our side. Send the document again.'))
  })
  return site
}

const answer = (c: Context, document: string) =>
  c.body(document, 200, { 'Content-Type': 'text/xml; charset=UTF-8', 'Cache-Control': 'no-store' })
