import { toWords } from "../format/format.ts";

/** What goes on, in its colour and in words. */
export function StateBadge({ state }: { state: string }) {
  return <span class={`badge state-${state}`}>{toWords(state)}</span>;
}

const MEDIA: Readonly<Record<string, readonly [string, string]>> = {
  voice: ["☎", "voice"],
  callback: ["↺", "callback"],
  chat: ["❝", "chat"],
  email: ["✉", "email"],
  message: ["▤", "message"],
  video: ["▣", "video"],
};

export function Media({ types }: { types: readonly string[] }) {
  const [first = "unknown"] = types;
  const [icon, word] = MEDIA[first] ?? ["•", first];
  return (
    <span class={`media media-${first}`}>
      <span aria-hidden="true">{icon}</span> {word}
      {types.length > 1 && ` +${types.length - 1}`}
    </span>
  );
}
