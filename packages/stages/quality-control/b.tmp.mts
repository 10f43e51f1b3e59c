import {readFileSync, readdirSync} from "node:fs"
import { QualityMeter } from "./src/index.ts"
const clips=readdirSync("/tmp/lj").filter(f=>f.endsWith(".f32")).slice(0,20).map(f=>{const b=readFileSync("/tmp/lj/"+f);return new Float32Array(b.buffer.slice(b.byteOffset,b.byteOffset+b.length) as ArrayBuffer)})
const dur=clips.reduce((a,x)=>a+x.length/22050,0)
const run=(size:number)=>{for(const x of clips){const m=new QualityMeter(22050);let i=0;for(let at=0;at<x.length;at+=size)m.push({index:i++,start:at,samples:x.subarray(at,at+size),sampleRate:22050,words:[]});m.flush()}}
for(let r=0;r<3;r++)for(const s of [256,512,2048,22050]){const c=process.cpuUsage();run(s);const u=process.cpuUsage(c);console.log(s,((u.user+u.system)/1000/dur).toFixed(3),"cpu ms per s")}
