/* types.h - a document's types as values: text with its formats, arrays, maps, XML, as one JSON tree.
 *
 * Plain values are JSON. What JSON lacks is tagged:
 *   {"$t":"text"|"xmltext","d":[ops],"a":{attributes}}   ops {"i":"text","a":{..}} or {"e":value,"a":{..}}
 *   {"$t":"array","v":[..]}  {"$t":"map","v":{..}}  {"$t":"xmlelement","n":name,"a":{..},"v":[..]}
 *   {"$t":"xmlfragment","v":[..]}  {"$t":"xmlhook","n":name,"v":{..}}  {"$t":"doc","guid":..,"opts":{..}}
 *   {"$bytes":base64}  {"$bigint":"123"}  {"$undefined":true}  {"$num":"NaN"|"Infinity"|"-Infinity"|"-0"}
 * Types more than DOC_MAX_TREE_DEPTH deep inside one another show as null. Thread: as the document's. */
#ifndef SOPU_CRDT_TYPES_H
#define SOPU_CRDT_TYPES_H

#include "crdt/doc.h"

/* A root's kind is not in the document: who reads says what it is. An unknown root is an empty one. */
enum root_kind {
    ROOT_TEXT,
    ROOT_ARRAY,
    ROOT_MAP,
    ROOT_XML_FRAGMENT,
};

void doc_tree(const struct doc *doc, enum root_kind kind, struct bytes root, struct buf *json);
/* One checked lib0 value as JSON. */
void any_tree(struct bytes any, struct buf *json);

#endif
