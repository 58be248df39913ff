// Opens an e-book with foliate-js in Chromium, as a reader on a phone does, and prints as JSON what it is given: the
// text of every document in the order of reading, where contents, lists, pages and landmarks lead, what links and notes do.
// Arguments: the folder of the judges, the book, a file for a picture of the first page (or nothing).
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'

const [judges, book, shot] = process.argv.slice(2)
const modules = join(judges, 'node/node_modules')
const puppeteer = createRequire(join(modules, 'x'))('puppeteer-core')

const PAGE = `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%}foliate-view{display:block;height:100%}</style>
<script type="module">
import '/reader/view.js'
import { FootnoteHandler } from '/reader/footnotes.js'

const clean = text => text.replace(/\\s+/g, ' ').trim()
const view = document.createElement('foliate-view')
document.body.append(view)
const blob = await (await fetch('/book.epub')).blob()
await view.open(new File([blob], 'book.epub'))
const { book } = view
const made = {
  title: book.metadata.title, language: book.metadata.language, dir: book.dir ?? '', sections: [], dead: [], notes: [],
  author: [book.metadata.author ?? []].flat().map(person => person.name ?? person),
}

const loaded = async index => {
  await view.goTo(index)
  const { doc } = view.renderer.getContents().find(shown => shown.index === index)
  return doc
}

// every document, with its text as shown, what is too wide for the page, and the notes that its numbers call
for (const [index, section] of book.sections.entries()) {
  const doc = await loaded(index)
  const view_ = doc.defaultView
  const pictures = [...doc.images].map(image => image.complete && image.naturalWidth > 0)
  const wide = [...doc.querySelectorAll('table, pre, img, math')].filter(element => {
    const scrolls = element.closest('.table, .formula')
    return !scrolls && element.getBoundingClientRect().width > view.getBoundingClientRect().width + 1
  }).map(element => element.localName)
  made.sections.push({
    id: section.id, text: clean(doc.body.textContent), lang: doc.documentElement.lang, dir: doc.documentElement.dir,
    mode: view_.getComputedStyle(doc.documentElement).writingMode, linear: section.linear ?? '', pictures, wide,
    styled: [...doc.styleSheets].some(sheet => sheet.cssRules.length > 50),
  })
}

// what leads somewhere must lead to something; documents are parsed once for that, and not laid out again
const documents = new Map()
const parsed = async index => {
  if (!documents.has(index)) documents.set(index, await book.sections[index].createDocument())
  return documents.get(index)
}
const lead = async (kind, href) => {
  const target = await view.resolveNavigation(href)
  const doc = target && await parsed(target.index)
  if (!doc || (href.includes('#') && !target.anchor(doc))) made.dead.push(kind + ' ' + href)
}
const flat = items => (items ?? []).flatMap(item => [item, ...flat(item.subitems)])
made.toc = flat(book.toc).map(item => clean(item.label))
made.pages = flat(book.pageList).map(item => clean(item.label))
made.landmarks = (book.landmarks ?? []).map(item => item.type[0] ?? '')
for (const item of flat(book.toc)) await lead('contents', item.href)
for (const item of flat(book.pageList)) await lead('page', item.href)
for (const item of book.landmarks ?? []) await lead('landmark', item.href)

// a click on the number of a note shows the note, and nothing else; each other link leads within the book or out of it
for (const [index, section] of book.sections.entries()) {
  const doc = await parsed(index)
  for (const link of doc.querySelectorAll('a[href]')) {
    const href = section.resolveHref(link.getAttribute('href'))
    if (!book.isExternal(href)) await lead('link', href)
  }
  if (!doc.querySelector('[role=doc-noteref]')) continue
  const fresh = await loaded(index)
  for (const call of fresh.querySelectorAll('[role=doc-noteref]')) {
    const handler = new FootnoteHandler()
    const href = section.resolveHref(call.getAttribute('href'))
    let told = null
    handler.addEventListener('render', event => {
      const [{ doc }] = event.detail.view.renderer.getContents()
      told = { text: clean(doc.body.textContent), type: event.detail.type, hidden: event.detail.hidden }
    })
    handler.addEventListener('before-render', event => document.body.append(event.detail.view))
    await handler.handle(book, { detail: { a: call, href }, preventDefault() {} })
    made.notes.push(told)
  }
}
await view.goTo(0)
window.made = made
</script>`

const TYPES = { '.js': 'text/javascript', '.css': 'text/css' }
const server = createServer(async (request, answer) => {
  try {
    const path = normalize(decodeURIComponent(request.url.split('?')[0]))
    const kind = { '/': 'text/html', '/book.epub': 'application/epub+zip' }[path] ?? TYPES[extname(path)] ?? 'text/plain'
    const body = path === '/' ? PAGE : path === '/book.epub' ? await readFile(book)
      : await readFile(join(modules, 'foliate-js', path.replace(/^\/reader/, '')))
    answer.writeHead(200, { 'content-type': kind }).end(body)
  } catch { answer.writeHead(request.url === '/favicon.ico' ? 204 : 404).end() }
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 })
  const failed = []
  page.on('pageerror', error => failed.push(String(error)))
  page.on('console', said => { if (said.type() === 'error') failed.push(said.text()) })
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await page.waitForFunction('window.made', { timeout: 120000 }).catch(error => failed.push(String(error)))
  if (shot) await page.screenshot({ path: shot })
  console.log(JSON.stringify({ ...await page.evaluate('window.made'), failed }))
} finally {
  await browser.close()
  server.close()
}
