import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

export interface InstantGateway {
  url: string;
  close(): Promise<void>;
}

/**
 * An XML gateway that accepts every request at once and keeps nothing: what is left of a posting's cost is the product's
 * own, its client and the HTTP exchange included. It checks nothing, which the sandbox does.
 */
export async function startInstantGateway(): Promise<InstantGateway> {
  let lastRecordNumber = 1000;
  let url = '';
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const results = [...text.matchAll(/<function controlid="([^"]*)">\s*<(\w+)/g)].map(
        ([, controlId = '', element = '']) => {
          lastRecordNumber += 1;
          return resultOf(element, controlId, String(lastRecordNumber), url);
        },
      );
      answer(response, results.join(''));
    });
  });
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  url = `http://${HOST}:${(server.address() as AddressInfo).port}/ia/xml/xmlgw.phtml`;
  return {
    url,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function resultOf(element: string, controlId: string, recordNumber: string, url: string): string {
  const success = `<status>success</status><function>${element}</function><controlid>${controlId}</controlid>`;
  if (element === 'getAPISession') {
    const session = `<sessionid>instant</sessionid><endpoint>${url}</endpoint>`;
    return `<result>${success}<data listtype="api" count="1"><api>${session}</api></data></result>`;
  }
  if (element === 'create') {
    const batch = `<glbatch><RECORDNO>${recordNumber}</RECORDNO></glbatch>`;
    return `<result>${success}<data listtype="objects" count="1">${batch}</data></result>`;
  }
  return `<result>${success}<key>${recordNumber}</key></result>`;
}

function answer(response: ServerResponse, results: string): void {
  const control = '<control><status>success</status><senderid>bench</senderid><controlid>bench</controlid></control>';
  const authentication = '<authentication><status>success</status></authentication>';
  response.writeHead(200, { 'content-type': 'text/xml; charset=UTF-8' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><response>${control}<operation>${authentication}${results}</operation></response>`,
  );
}
