// The runtime's limit: forwards each frame to everybody else at the same address. Knows no text and keeps nothing.
import { WebSocketServer } from "ws";

const rooms = new Map();

new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT), perMessageDeflate: false }).on(
  "connection",
  (socket, request) => {
    const room = rooms.get(request.url) ?? new Set();
    rooms.set(request.url, room.add(socket));
    socket.on("message", (data) => {
      for (const other of room) if (other !== socket) other.send(data, { binary: false });
    });
    socket.on("close", () => {
      room.delete(socket);
      if (room.size === 0) rooms.delete(request.url);
    });
    socket.on("error", () => {});
  },
);
