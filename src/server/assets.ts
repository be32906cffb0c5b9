import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";

/** Every file of the page, by its place; nothing else is read, whatever a path says. */
const FILES = {
  "/app.js": "text/javascript; charset=utf-8",
  "/style.css": "text/css; charset=utf-8",
  "/login.css": "text/css; charset=utf-8",
  "/icon.svg": "image/svg+xml",
} as const;

/** Places in the page; all of them are the same document. */
const PAGES = ["/", "/then", "/trends", "/conversations/:id"] as const;

/** The dashboard's document and files, read when they are asked for: they are few, and the system keeps them. */
export function createAssetRoutes(folder: string): Hono {
  const routes = new Hono();
  routes.use(compress());
  routes.use(etag());
  const send = async (context: Context, file: string, type: string) => {
    const body = await readFile(join(folder, file));
    return context.body(new Uint8Array(body), 200, { "content-type": type, "cache-control": "no-cache" });
  };
  for (const [path, type] of Object.entries(FILES)) routes.get(path, (context) => send(context, path, type));
  for (const path of PAGES) routes.get(path, (context) => send(context, "index.html", "text/html; charset=utf-8"));
  return routes;
}
