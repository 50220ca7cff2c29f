// Version 10, under the names of version 11.
export {
  createTRPCProxyClient as createTRPCClient,
  httpBatchLink,
  httpLink,
  unstable_httpBatchStreamLink as httpBatchStreamLink,
} from "@trpc/client";
