import { toIso } from "../../base/interval.ts";
import type { Channel } from "../notifications/channel.ts";
import { badRequest, notFound } from "../rest/api-refusal.ts";
import { isObject } from "../rest/json-object.ts";
import type { Service } from "../rest/service.ts";

/** What can be done to a channel, by the name of the field that says so. */
const COMMANDS: Readonly<Record<string, (service: Service, channel: Channel) => void>> = {
  announceClosing: ({ clock }, channel) => channel.announceClosing(clock.now()),
  closeSockets: (_, channel) => channel.closeSockets("closed by the control API"),
  evict: ({ channels }, channel) => channels.evict(channel),
};

export function listChannels({ channels }: Service): object {
  return {
    channels: channels.all.map(({ id, expiresAt, subscriptions, socketCount }) => ({
      id,
      expires: toIso(expiresAt),
      topics: [...subscriptions.keys()],
      sockets: socketCount,
    })),
  };
}

/** `{"announceClosing": true}` and the like: to the channel whose `id` is said beside, or to all of them. */
export function commandChannels(service: Service, body: unknown): object {
  const { id, ...commands } = isObject(body) ? body : {};
  const [name = "", ...more] = Object.keys(commands);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || commands[name] !== true || more.length > 0)
    throw badRequest(`Exactly one of ${Object.keys(COMMANDS).join(", ")} is expected to be true.`);
  service.clock.settle();
  const channels = service.channels.all.filter((channel) => id === undefined || channel.id === id);
  if (id !== undefined && channels.length === 0) throw notFound();
  for (const channel of channels) command(service, channel);
  return listChannels(service);
}
