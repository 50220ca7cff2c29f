export { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink } from "@trpc/client";
