// Made by scripts/validators-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

"use strict";
export const fitsEnvelope = validate10;
const schema11 = {"type":"object","required":["errorCode","errorMessage","requestId"],"properties":{"errorCode":{"anyOf":[{"type":"integer"},{"type":"string","pattern":"^(0|-?[1-9][0-9]*)$"}]},"errorMessage":{"type":"string"},"requestId":{"anyOf":[{"type":"string"},{"type":"integer"}]},"data":{}},"closed":true,"additionalProperties":false};
const pattern0 = new RegExp("^(0|-?[1-9][0-9]*)$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.errorCode === undefined) && (missing0 = "errorCode")) || ((data.errorMessage === undefined) && (missing0 = "errorMessage"))) || ((data.requestId === undefined) && (missing0 = "requestId"))){
validate10.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "errorCode") || (key0 === "errorMessage")) || (key0 === "requestId")) || (key0 === "data"))){
validate10.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.errorCode !== undefined){
let data0 = data.errorCode;
const _errs2 = errors;
const _errs3 = errors;
let valid1 = false;
const _errs4 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/errorCode",schemaPath:"#/properties/errorCode/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs4 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs6 = errors;
if(errors === _errs6){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/errorCode",schemaPath:"#/properties/errorCode/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^(0|-?[1-9][0-9]*)$"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/errorCode",schemaPath:"#/properties/errorCode/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs6 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err3 = {instancePath:instancePath+"/errorCode",schemaPath:"#/properties/errorCode/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate10.errors = vErrors;
return false;
}
else {
errors = _errs3;
if(vErrors !== null){
if(_errs3){
vErrors.length = _errs3;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.errorMessage !== undefined){
const _errs8 = errors;
if(typeof data.errorMessage !== "string"){
validate10.errors = [{instancePath:instancePath+"/errorMessage",schemaPath:"#/properties/errorMessage/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.requestId !== undefined){
let data2 = data.requestId;
const _errs10 = errors;
const _errs11 = errors;
let valid2 = false;
const _errs12 = errors;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid1 = _errs12 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const _errs14 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err5 = {instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/anyOf/1/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var _valid1 = _errs14 === errors;
valid2 = valid2 || _valid1;
}
if(!valid2){
const err6 = {instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
validate10.errors = vErrors;
return false;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate10.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate10.errors = vErrors;
return errors === 0;
}

export const fitsGetRecordByCallId = validate11;
const schema12 = {"anyOf":[{"type":"object","required":["callId","sdkAppId","mediaType","roomId","startCallTs","caller","totalUserNumber","callType","callResult"],"properties":{"callId":{"type":"string","minLength":1},"sdkAppId":{"type":"integer","minimum":1},"mediaType":{"type":"string","enum":["audio","video"],"open":true},"roomId":{"type":"string"},"startCallTs":{"type":"integer","minimum":0},"acceptTs":{"type":"integer","minimum":0},"endTs":{"type":"integer","minimum":0},"caller":{"type":"string"},"totalUserNumber":{"type":"integer","minimum":0},"callType":{"type":"string","enum":["single","group"],"open":true},"callResult":{"type":"string","enum":["cancel","reject","not_answer","normal_end","call_busy","interrupt"],"open":true},"callees":{"type":"array","items":{"type":"string"}}},"closed":true,"additionalProperties":false},{"anyOf":[{"type":"object","maxProperties":0},{"type":"string","enum":[""]},{"type":"null"}]}]};
const func2 = Object.prototype.hasOwnProperty;

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.callId === undefined) && (missing0 = "callId")) || ((data.sdkAppId === undefined) && (missing0 = "sdkAppId"))) || ((data.mediaType === undefined) && (missing0 = "mediaType"))) || ((data.roomId === undefined) && (missing0 = "roomId"))) || ((data.startCallTs === undefined) && (missing0 = "startCallTs"))) || ((data.caller === undefined) && (missing0 = "caller"))) || ((data.totalUserNumber === undefined) && (missing0 = "totalUserNumber"))) || ((data.callType === undefined) && (missing0 = "callType"))) || ((data.callResult === undefined) && (missing0 = "callResult"))){
const err0 = {instancePath,schemaPath:"#/anyOf/0/required",keyword:"required",params:{missingProperty: missing0}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs3 = errors;
for(const key0 in data){
if(!(func2.call(schema12.anyOf[0].properties, key0))){
const err1 = {instancePath,schemaPath:"#/anyOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs3 === errors){
if(data.callId !== undefined){
let data0 = data.callId;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data0 === "string"){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/callId",schemaPath:"#/anyOf/0/properties/callId/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/callId",schemaPath:"#/anyOf/0/properties/callId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.sdkAppId !== undefined){
let data1 = data.sdkAppId;
const _errs6 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err4 = {instancePath:instancePath+"/sdkAppId",schemaPath:"#/anyOf/0/properties/sdkAppId/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(errors === _errs6){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/sdkAppId",schemaPath:"#/anyOf/0/properties/sdkAppId/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.mediaType !== undefined){
let data2 = data.mediaType;
const _errs8 = errors;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/mediaType",schemaPath:"#/anyOf/0/properties/mediaType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!((data2 === "audio") || (data2 === "video"))){
const err7 = {instancePath:instancePath+"/mediaType",schemaPath:"#/anyOf/0/properties/mediaType/enum",keyword:"enum",params:{allowedValues: schema12.anyOf[0].properties.mediaType.enum}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var valid1 = _errs8 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.roomId !== undefined){
const _errs10 = errors;
if(typeof data.roomId !== "string"){
const err8 = {instancePath:instancePath+"/roomId",schemaPath:"#/anyOf/0/properties/roomId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var valid1 = _errs10 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.startCallTs !== undefined){
let data4 = data.startCallTs;
const _errs12 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err9 = {instancePath:instancePath+"/startCallTs",schemaPath:"#/anyOf/0/properties/startCallTs/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(errors === _errs12){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
const err10 = {instancePath:instancePath+"/startCallTs",schemaPath:"#/anyOf/0/properties/startCallTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
var valid1 = _errs12 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.acceptTs !== undefined){
let data5 = data.acceptTs;
const _errs14 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err11 = {instancePath:instancePath+"/acceptTs",schemaPath:"#/anyOf/0/properties/acceptTs/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(errors === _errs14){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
const err12 = {instancePath:instancePath+"/acceptTs",schemaPath:"#/anyOf/0/properties/acceptTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.endTs !== undefined){
let data6 = data.endTs;
const _errs16 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err13 = {instancePath:instancePath+"/endTs",schemaPath:"#/anyOf/0/properties/endTs/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(errors === _errs16){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err14 = {instancePath:instancePath+"/endTs",schemaPath:"#/anyOf/0/properties/endTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.caller !== undefined){
const _errs18 = errors;
if(typeof data.caller !== "string"){
const err15 = {instancePath:instancePath+"/caller",schemaPath:"#/anyOf/0/properties/caller/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var valid1 = _errs18 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.totalUserNumber !== undefined){
let data8 = data.totalUserNumber;
const _errs20 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err16 = {instancePath:instancePath+"/totalUserNumber",schemaPath:"#/anyOf/0/properties/totalUserNumber/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(errors === _errs20){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err17 = {instancePath:instancePath+"/totalUserNumber",schemaPath:"#/anyOf/0/properties/totalUserNumber/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.callType !== undefined){
let data9 = data.callType;
const _errs22 = errors;
if(typeof data9 !== "string"){
const err18 = {instancePath:instancePath+"/callType",schemaPath:"#/anyOf/0/properties/callType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!((data9 === "single") || (data9 === "group"))){
const err19 = {instancePath:instancePath+"/callType",schemaPath:"#/anyOf/0/properties/callType/enum",keyword:"enum",params:{allowedValues: schema12.anyOf[0].properties.callType.enum}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.callResult !== undefined){
let data10 = data.callResult;
const _errs24 = errors;
if(typeof data10 !== "string"){
const err20 = {instancePath:instancePath+"/callResult",schemaPath:"#/anyOf/0/properties/callResult/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!((((((data10 === "cancel") || (data10 === "reject")) || (data10 === "not_answer")) || (data10 === "normal_end")) || (data10 === "call_busy")) || (data10 === "interrupt"))){
const err21 = {instancePath:instancePath+"/callResult",schemaPath:"#/anyOf/0/properties/callResult/enum",keyword:"enum",params:{allowedValues: schema12.anyOf[0].properties.callResult.enum}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.callees !== undefined){
let data11 = data.callees;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data11)){
var valid2 = true;
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
const _errs28 = errors;
if(typeof data11[i0] !== "string"){
const err22 = {instancePath:instancePath+"/callees/" + i0,schemaPath:"#/anyOf/0/properties/callees/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var valid2 = _errs28 === errors;
if(!valid2){
break;
}
}
}
else {
const err23 = {instancePath:instancePath+"/callees",schemaPath:"#/anyOf/0/properties/callees/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/anyOf/0/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs30 = errors;
const _errs31 = errors;
let valid3 = false;
const _errs32 = errors;
if(errors === _errs32){
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 0){
const err25 = {instancePath,schemaPath:"#/anyOf/1/anyOf/0/maxProperties",keyword:"maxProperties",params:{limit: 0}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath,schemaPath:"#/anyOf/1/anyOf/0/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
var _valid1 = _errs32 === errors;
valid3 = valid3 || _valid1;
if(!valid3){
const _errs34 = errors;
if(typeof data !== "string"){
const err27 = {instancePath,schemaPath:"#/anyOf/1/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!(data === "")){
const err28 = {instancePath,schemaPath:"#/anyOf/1/anyOf/1/enum",keyword:"enum",params:{allowedValues: schema12.anyOf[1].anyOf[1].enum}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
var _valid1 = _errs34 === errors;
valid3 = valid3 || _valid1;
if(!valid3){
const _errs36 = errors;
if(data !== null){
const err29 = {instancePath,schemaPath:"#/anyOf/1/anyOf/2/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
var _valid1 = _errs36 === errors;
valid3 = valid3 || _valid1;
}
}
if(!valid3){
const err30 = {instancePath,schemaPath:"#/anyOf/1/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
else {
errors = _errs31;
if(vErrors !== null){
if(_errs31){
vErrors.length = _errs31;
}
else {
vErrors = null;
}
}
}
var _valid0 = _errs30 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err31 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
validate11.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate11.errors = vErrors;
return errors === 0;
}

export const fitsGetRecordsByFilter = validate12;
const schema13 = {"type":"object","required":["totalNum","page","callRecordList"],"properties":{"totalNum":{"type":"integer","minimum":0},"page":{"type":"integer","minimum":0},"callRecordList":{"type":"array","items":{"type":"object","required":["callId","sdkAppId","mediaType","roomId","startCallTs","caller","totalUserNumber","callType","callResult"],"properties":{"callId":{"type":"string","minLength":1},"sdkAppId":{"type":"integer","minimum":1},"mediaType":{"type":"string","enum":["audio","video"],"open":true},"roomId":{"type":"string"},"startCallTs":{"type":"integer","minimum":0},"acceptTs":{"type":"integer","minimum":0},"endTs":{"type":"integer","minimum":0},"caller":{"type":"string"},"totalUserNumber":{"type":"integer","minimum":0},"callType":{"type":"string","enum":["single","group"],"open":true},"callResult":{"type":"string","enum":["cancel","reject","not_answer","normal_end","call_busy","interrupt"],"open":true},"callees":{"type":"array","items":{"type":"string"}}},"closed":true,"additionalProperties":false}}},"closed":true,"additionalProperties":false};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.totalNum === undefined) && (missing0 = "totalNum")) || ((data.page === undefined) && (missing0 = "page"))) || ((data.callRecordList === undefined) && (missing0 = "callRecordList"))){
validate12.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "totalNum") || (key0 === "page")) || (key0 === "callRecordList"))){
validate12.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.totalNum !== undefined){
let data0 = data.totalNum;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate12.errors = [{instancePath:instancePath+"/totalNum",schemaPath:"#/properties/totalNum/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate12.errors = [{instancePath:instancePath+"/totalNum",schemaPath:"#/properties/totalNum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
let data1 = data.page;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate12.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate12.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.callRecordList !== undefined){
let data2 = data.callRecordList;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs8 = errors;
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if((((((((((data3.callId === undefined) && (missing1 = "callId")) || ((data3.sdkAppId === undefined) && (missing1 = "sdkAppId"))) || ((data3.mediaType === undefined) && (missing1 = "mediaType"))) || ((data3.roomId === undefined) && (missing1 = "roomId"))) || ((data3.startCallTs === undefined) && (missing1 = "startCallTs"))) || ((data3.caller === undefined) && (missing1 = "caller"))) || ((data3.totalUserNumber === undefined) && (missing1 = "totalUserNumber"))) || ((data3.callType === undefined) && (missing1 = "callType"))) || ((data3.callResult === undefined) && (missing1 = "callResult"))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0,schemaPath:"#/properties/callRecordList/items/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs10 = errors;
for(const key1 in data3){
if(!(func2.call(schema13.properties.callRecordList.items.properties, key1))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0,schemaPath:"#/properties/callRecordList/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.callId !== undefined){
let data4 = data3.callId;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(data4.length < 1){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callId",schemaPath:"#/properties/callRecordList/items/properties/callId/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callId",schemaPath:"#/properties/callRecordList/items/properties/callId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.sdkAppId !== undefined){
let data5 = data3.sdkAppId;
const _errs13 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/sdkAppId",schemaPath:"#/properties/callRecordList/items/properties/sdkAppId/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs13){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/sdkAppId",schemaPath:"#/properties/callRecordList/items/properties/sdkAppId/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.mediaType !== undefined){
let data6 = data3.mediaType;
const _errs15 = errors;
if(typeof data6 !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/mediaType",schemaPath:"#/properties/callRecordList/items/properties/mediaType/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data6 === "audio") || (data6 === "video"))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/mediaType",schemaPath:"#/properties/callRecordList/items/properties/mediaType/enum",keyword:"enum",params:{allowedValues: schema13.properties.callRecordList.items.properties.mediaType.enum}}];
return false;
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.roomId !== undefined){
const _errs17 = errors;
if(typeof data3.roomId !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/roomId",schemaPath:"#/properties/callRecordList/items/properties/roomId/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.startCallTs !== undefined){
let data8 = data3.startCallTs;
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/startCallTs",schemaPath:"#/properties/callRecordList/items/properties/startCallTs/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/startCallTs",schemaPath:"#/properties/callRecordList/items/properties/startCallTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.acceptTs !== undefined){
let data9 = data3.acceptTs;
const _errs21 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/acceptTs",schemaPath:"#/properties/callRecordList/items/properties/acceptTs/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs21){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/acceptTs",schemaPath:"#/properties/callRecordList/items/properties/acceptTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.endTs !== undefined){
let data10 = data3.endTs;
const _errs23 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/endTs",schemaPath:"#/properties/callRecordList/items/properties/endTs/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs23){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/endTs",schemaPath:"#/properties/callRecordList/items/properties/endTs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.caller !== undefined){
const _errs25 = errors;
if(typeof data3.caller !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/caller",schemaPath:"#/properties/callRecordList/items/properties/caller/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.totalUserNumber !== undefined){
let data12 = data3.totalUserNumber;
const _errs27 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/totalUserNumber",schemaPath:"#/properties/callRecordList/items/properties/totalUserNumber/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs27){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/totalUserNumber",schemaPath:"#/properties/callRecordList/items/properties/totalUserNumber/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.callType !== undefined){
let data13 = data3.callType;
const _errs29 = errors;
if(typeof data13 !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callType",schemaPath:"#/properties/callRecordList/items/properties/callType/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data13 === "single") || (data13 === "group"))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callType",schemaPath:"#/properties/callRecordList/items/properties/callType/enum",keyword:"enum",params:{allowedValues: schema13.properties.callRecordList.items.properties.callType.enum}}];
return false;
}
var valid2 = _errs29 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.callResult !== undefined){
let data14 = data3.callResult;
const _errs31 = errors;
if(typeof data14 !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callResult",schemaPath:"#/properties/callRecordList/items/properties/callResult/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((((data14 === "cancel") || (data14 === "reject")) || (data14 === "not_answer")) || (data14 === "normal_end")) || (data14 === "call_busy")) || (data14 === "interrupt"))){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callResult",schemaPath:"#/properties/callRecordList/items/properties/callResult/enum",keyword:"enum",params:{allowedValues: schema13.properties.callRecordList.items.properties.callResult.enum}}];
return false;
}
var valid2 = _errs31 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.callees !== undefined){
let data15 = data3.callees;
const _errs33 = errors;
if(errors === _errs33){
if(Array.isArray(data15)){
var valid3 = true;
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
const _errs35 = errors;
if(typeof data15[i1] !== "string"){
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callees/" + i1,schemaPath:"#/properties/callRecordList/items/properties/callees/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid3 = _errs35 === errors;
if(!valid3){
break;
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0+"/callees",schemaPath:"#/properties/callRecordList/items/properties/callees/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs33 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/callRecordList/" + i0,schemaPath:"#/properties/callRecordList/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/callRecordList",schemaPath:"#/properties/callRecordList/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate12.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate12.errors = vErrors;
return errors === 0;
}

export const fitsSetCallback = validate13;
const schema14 = {"type":"string"};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
validate13.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"}}];
return false;
}
validate13.errors = vErrors;
return errors === 0;
}

export const fitsGetCallback = validate14;
const schema15 = {"anyOf":[{"type":"object","required":["address","actions"],"properties":{"address":{"type":"string"},"actions":{"type":"array","items":{"type":"string","enum":["cancel","reject","not_answer","normal_end","call_busy","interrupt","caller_start_call","caller_call_accepted","caller_call_missed","caller_call_rejected","caller_call_busy","caller_cancel_call","caller_call_failed","caller_call_end","caller_call_interrupted","callee_receive_call","callee_accept_call","callee_not_answer_call","callee_reject_call","callee_ignore_call","callee_call_canceled","callee_call_end","callee_call_interrupted","invite_user","join_in_group_call"],"open":true}}},"closed":true,"additionalProperties":false},{"anyOf":[{"type":"object","maxProperties":0},{"type":"string","enum":[""]},{"type":"null"}]}]};

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.address === undefined) && (missing0 = "address")) || ((data.actions === undefined) && (missing0 = "actions"))){
const err0 = {instancePath,schemaPath:"#/anyOf/0/required",keyword:"required",params:{missingProperty: missing0}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs3 = errors;
for(const key0 in data){
if(!((key0 === "address") || (key0 === "actions"))){
const err1 = {instancePath,schemaPath:"#/anyOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs3 === errors){
if(data.address !== undefined){
const _errs4 = errors;
if(typeof data.address !== "string"){
const err2 = {instancePath:instancePath+"/address",schemaPath:"#/anyOf/0/properties/address/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.actions !== undefined){
let data1 = data.actions;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs8 = errors;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/actions/" + i0,schemaPath:"#/anyOf/0/properties/actions/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!(((((((((((((((((((((((((data2 === "cancel") || (data2 === "reject")) || (data2 === "not_answer")) || (data2 === "normal_end")) || (data2 === "call_busy")) || (data2 === "interrupt")) || (data2 === "caller_start_call")) || (data2 === "caller_call_accepted")) || (data2 === "caller_call_missed")) || (data2 === "caller_call_rejected")) || (data2 === "caller_call_busy")) || (data2 === "caller_cancel_call")) || (data2 === "caller_call_failed")) || (data2 === "caller_call_end")) || (data2 === "caller_call_interrupted")) || (data2 === "callee_receive_call")) || (data2 === "callee_accept_call")) || (data2 === "callee_not_answer_call")) || (data2 === "callee_reject_call")) || (data2 === "callee_ignore_call")) || (data2 === "callee_call_canceled")) || (data2 === "callee_call_end")) || (data2 === "callee_call_interrupted")) || (data2 === "invite_user")) || (data2 === "join_in_group_call"))){
const err4 = {instancePath:instancePath+"/actions/" + i0,schemaPath:"#/anyOf/0/properties/actions/items/enum",keyword:"enum",params:{allowedValues: schema15.anyOf[0].properties.actions.items.enum}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
else {
const err5 = {instancePath:instancePath+"/actions",schemaPath:"#/anyOf/0/properties/actions/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/anyOf/0/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs10 = errors;
const _errs11 = errors;
let valid3 = false;
const _errs12 = errors;
if(errors === _errs12){
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 0){
const err7 = {instancePath,schemaPath:"#/anyOf/1/anyOf/0/maxProperties",keyword:"maxProperties",params:{limit: 0}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath,schemaPath:"#/anyOf/1/anyOf/0/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid1 = _errs12 === errors;
valid3 = valid3 || _valid1;
if(!valid3){
const _errs14 = errors;
if(typeof data !== "string"){
const err9 = {instancePath,schemaPath:"#/anyOf/1/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(data === "")){
const err10 = {instancePath,schemaPath:"#/anyOf/1/anyOf/1/enum",keyword:"enum",params:{allowedValues: schema15.anyOf[1].anyOf[1].enum}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid1 = _errs14 === errors;
valid3 = valid3 || _valid1;
if(!valid3){
const _errs16 = errors;
if(data !== null){
const err11 = {instancePath,schemaPath:"#/anyOf/1/anyOf/2/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid1 = _errs16 === errors;
valid3 = valid3 || _valid1;
}
}
if(!valid3){
const err12 = {instancePath,schemaPath:"#/anyOf/1/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
var _valid0 = _errs10 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err13 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
validate14.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate14.errors = vErrors;
return errors === 0;
}

export const fitsUpdateCallback = validate15;
const schema16 = {"type":"string"};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
validate15.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"}}];
return false;
}
validate15.errors = vErrors;
return errors === 0;
}

export const fitsDeleteCallback = validate16;
const schema17 = {"type":"string"};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
validate16.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"}}];
return false;
}
validate16.errors = vErrors;
return errors === 0;
}

export const fitsData = {
  getRecordByCallId: fitsGetRecordByCallId,
  getRecordsByFilter: fitsGetRecordsByFilter,
  setCallback: fitsSetCallback,
  getCallback: fitsGetCallback,
  updateCallback: fitsUpdateCallback,
  deleteCallback: fitsDeleteCallback,
};
