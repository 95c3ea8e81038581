import type { Server } from 'node:http';

export const POLICY: string;
export const server: Server;
