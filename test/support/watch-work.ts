import type { Api } from "../../src/api/api.ts";

/** Whether requests or connections are under way: time must not leap past them. */
export function watchWork(api: Api): { api: Api; isBusy(): boolean } {
  let underWay = 0;
  const request: Api["request"] = async (asked) => {
    underWay += 1;
    try {
      return await api.request(asked);
    } finally {
      // What follows from the answer begins first.
      setImmediate(() => {
        underWay -= 1;
      });
    }
  };
  const openSocket: Api["openSocket"] = (uri, listener) => {
    let isOpening = true;
    const settle = () => {
      if (isOpening) underWay -= 1;
      isOpening = false;
    };
    underWay += 1;
    const socket = api.openSocket(uri, {
      ...listener,
      opened: () => {
        settle();
        listener.opened();
      },
      closed: (end) => {
        settle();
        listener.closed(end);
      },
    });
    return {
      ...socket,
      close: () => {
        settle();
        socket.close();
      },
    };
  };
  return { api: { ...api, request, openSocket }, isBusy: () => underWay > 0 };
}
