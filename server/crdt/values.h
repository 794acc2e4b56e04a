/* values.h - the contents of items as JSON. For the engine's own files. Thread: any. */
#ifndef SOPU_CRDT_VALUES_H
#define SOPU_CRDT_VALUES_H

#include "base/buf.h"
#include "base/lib0.h"

/* One checked lib0 value, read on from here. */
void any_write_json(struct reader *reader, struct buf *json);
/* One JSON text as old documents hold it: it may be the word undefined. */
void json_write_value(struct reader *reader, struct buf *json);
void bytes_write_json(struct bytes bytes, struct buf *json);
/* Guid and options of a sub-document. */
void subdoc_write_json(struct bytes content, struct buf *json);
/* Each UTF-16 unit as a string of its own, separated by commas: how an array shows text. */
void units_write_json(struct bytes utf8, bool last_only, struct buf *json);

#endif
