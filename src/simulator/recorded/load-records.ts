import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../base/app-error.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

/** The detail records in files and folders: each file a record, a list, `{conversations: […]}`, or one record a line. */
export async function loadRecords(paths: readonly string[]): Promise<readonly AnalyticsConversation[]> {
  const files = (await Promise.all(paths.map(listFiles))).flat();
  const records = (await Promise.all(files.map(readRecords))).flat();
  // The same conversation in two files is served once, as the later file has it.
  return [...new Map(records.map((record) => [record.conversationId, record])).values()];
}

async function listFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => /\.(json|ndjson|jsonl)$/i.test(name)).sort();
    return names.map((name) => join(path, name));
  } catch (cause) {
    throw refused(path, "it cannot be read", cause);
  }
}

async function readRecords(file: string): Promise<readonly AnalyticsConversation[]> {
  const text = await readText(file);
  const values = parseWhole(text) ?? parseLines(file, text);
  return values.map((value) => {
    if (typeof (value as { conversationId?: unknown } | null)?.conversationId === "string")
      return value as AnalyticsConversation;
    throw refused(file, "it holds something that is no detail record: a conversationId is missing");
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw refused(file, "it cannot be read", cause);
  }
}

function parseWhole(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
    const conversations = (value as { conversations?: unknown } | null)?.conversations;
    return Array.isArray(conversations) ? conversations : [value];
  } catch {
    return undefined;
  }
}

function parseLines(file: string, text: string): readonly unknown[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch (cause) {
      throw refused(file, `line ${index + 1} is no JSON`, cause);
    }
  });
}

function refused(path: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    kind: "input",
    code: "SIMULATOR_RECORDS_INVALID",
    message: `The simulator cannot serve the records of ${path}: ${reason}.`,
    cause,
  });
}
