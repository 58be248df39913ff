// Prints what feedsmith reads in a feed, in one shape for all kinds: `node read_feed.mjs JUDGES FILE...`
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [judges, ...files] = process.argv.slice(2)
const { parseFeed } = await import(pathToFileURL(`${judges}/node/node_modules/feedsmith/dist/index.mjs`))

const link = (links, rel) => (links ?? []).find((one) => one.rel === rel)?.href ?? ''
const enclosures = (links) => (links ?? []).filter((one) => one.rel === 'enclosure')
  .map((one) => [one.href, one.type, Number(one.length)])

const readers = {
  rss: (feed) => ({
    title: feed.title,
    hub: link(feed.atom?.links, 'hub'),
    previous: link(feed.atom?.links, 'prev-archive'),
    entries: (feed.items ?? []).map((item) => ({
      id: item.guid?.value,
      title: item.title,
      url: item.link,
      authors: item.dc?.creators ?? [],
      published: item.pubDate,
      updated: item.atom?.updated,
      html: item.content?.encoded,
      files: [...(item.enclosures ?? []).map((one) => [one.url, one.type, Number(one.length)]),
        ...enclosures(item.atom?.links)],
      picture: item.media?.contents?.[0]?.url,
    })),
  }),
  atom: (feed) => ({
    title: feed.title?.value ?? feed.title,
    hub: link(feed.links, 'hub'),
    previous: link(feed.links, 'prev-archive'),
    entries: (feed.entries ?? []).map((entry) => ({
      id: entry.id,
      title: entry.title?.value ?? entry.title,
      url: link(entry.links, 'alternate'),
      authors: (entry.authors ?? []).map((one) => one.name),
      published: entry.published,
      updated: entry.updated,
      html: entry.content?.value ?? entry.content,
      files: enclosures(entry.links),
      picture: entry.media?.contents?.[0]?.url,
    })),
  }),
  json: (feed) => ({
    title: feed.title,
    hub: feed.hubs?.[0]?.url ?? '',
    previous: feed.next_url ?? '',
    entries: (feed.items ?? []).map((item) => ({
      id: item.id,
      title: item.title,
      url: item.url,
      authors: (item.authors ?? []).map((one) => one.name),
      published: item.date_published,
      updated: item.date_modified,
      html: item.content_html,
      files: (item.attachments ?? []).map((one) => [one.url, one.mime_type, one.size_in_bytes]),
      picture: item.image,
    })),
  }),
}

console.log(JSON.stringify(files.map((file) => {
  const { format, feed } = parseFeed(readFileSync(file, 'utf8'))
  return { format, ...readers[format](feed) }
})))
