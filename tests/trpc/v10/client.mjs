// Version 10, under the names of version 11.
export { createTRPCProxyClient as createTRPCClient, httpBatchLink, httpLink } from "@trpc/client";
