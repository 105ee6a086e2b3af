import {
  mockCredentials,
  mockErrorHandler,
} from '@backstage/backend-test-utils';
import express, { type Router } from 'express';
import request from 'supertest';

/** One router alone over HTTP; asks as a person, `user:default/mock` unless told otherwise. */
export function serve(router: Router) {
  const app = express();
  app.use(express.json());
  app.use(router);
  app.use(mockErrorHandler());
  const as = (user?: string) => mockCredentials.user.header(user);
  return {
    get: (path: string, user?: string) =>
      request(app).get(path).set('Authorization', as(user)),
    post: (path: string, body: object, user?: string) =>
      request(app).post(path).set('Authorization', as(user)).send(body),
    postAsService: (path: string, body: object) =>
      request(app)
        .post(path)
        .set('Authorization', mockCredentials.service.header())
        .send(body),
  };
}
