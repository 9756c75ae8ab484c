// Settings with which a server bounds no address, for whatever comes from one address alone: tests and the bench. Knows no server.
export const NO_RATES = {
  ADDRESS_TIME_PERCENT: "0",
  ADDRESS_WAITING_BYTES: "0",
  RATE_ADDRESS_BYTES_PER_HOUR: "0",
  RATE_REQUESTS_PER_MINUTE: "0",
  CONNECTIONS_PER_ADDRESS: "0",
  RATE_ROOMS_PER_HOUR: "0",
  RATE_JOINS_PER_MINUTE: "0",
  RATE_FAILED_LOOKUPS_PER_MINUTE: "0",
  SOCKETS_PER_ADDRESS: "0",
};
