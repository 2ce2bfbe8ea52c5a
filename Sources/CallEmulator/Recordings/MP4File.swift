/// An MP4 file with one track of AAC, 16 kHz, mono. The frames are silent, and there is no picture: the length is right.
enum MP4File {
    private static let samplesPerFrame = 1_024
    /// A frame without sound.
    private static let frame: [UInt8] = [0x00, 0xC8, 0x00, 0x80, 0x23, 0x80]

    /// A file of so many seconds, to the next frame.
    static func content(seconds: Double) -> RecordingContent {
        let frames = Int((seconds * Double(CallSound.rate) / Double(samplesPerFrame)).rounded(.up))
        let type = box("ftyp") { body in
            body.text("isom")
            body.big(UInt32(512))
            body.text("isommp41")
        }
        let size = movie(frames, dataAt: 0).count
        var head = type + movie(frames, dataAt: UInt32(type.count + size + 8))
        head.big(UInt32(clamping: frames * frame.count + 8))
        head.text("mdat")
        let start = head.count
        return RecordingContent(count: start + frames * frame.count, type: "video/mp4") { [head] range in
            range.map { $0 < start ? head[$0] : frame[($0 - start) % frame.count] }
        }
    }

    private static func movie(_ frames: Int, dataAt offset: UInt32) -> [UInt8] {
        let duration = UInt32(clamping: frames * samplesPerFrame)
        return box("moov") { moov in
            moov += full("mvhd") { body in
                body.big(UInt64(0))
                body.big(UInt32(CallSound.rate))
                body.big(duration)
                body.big(UInt32(0x0001_0000))
                body.big(UInt16(0x0100))
                body += [UInt8](repeating: 0, count: 10) + matrix + [UInt8](repeating: 0, count: 24)
                body.big(UInt32(2))
            }
            moov += box("trak") { trak in
                trak += full("tkhd", flags: 7) { body in
                    body.big(UInt64(0))
                    body.big(UInt32(1))
                    body.big(UInt32(0))
                    body.big(duration)
                    body += [UInt8](repeating: 0, count: 12)
                    body.big(UInt16(0x0100))
                    body.big(UInt16(0))
                    body += matrix + [UInt8](repeating: 0, count: 8)
                }
                trak += box("mdia") { $0 += media(frames, duration, offset) }
            }
        }
    }

    private static func media(_ frames: Int, _ duration: UInt32, _ offset: UInt32) -> [UInt8] {
        full("mdhd") { body in
            body.big(UInt64(0))
            body.big(UInt32(CallSound.rate))
            body.big(duration)
            body.big(UInt16(0x55C4))
            body.big(UInt16(0))
        }
            + full("hdlr") { body in
                body.big(UInt32(0))
                body.text("soun")
                body += [UInt8](repeating: 0, count: 12)
                body.text("sound\0")
            }
            + box("minf") { minf in
                minf += full("smhd") { $0.big(UInt32(0)) }
                minf += box("dinf") { dinf in
                    dinf += full("dref") { body in
                        body.big(UInt32(1))
                        body += full("url ", flags: 1) { _ in }
                    }
                }
                minf += box("stbl") { $0 += samples(frames, offset) }
            }
    }

    private static func samples(_ frames: Int, _ offset: UInt32) -> [UInt8] {
        full("stsd") { body in
            body.big(UInt32(1))
            body += box("mp4a") { entry in
                entry += [UInt8](repeating: 0, count: 6)
                entry.big(UInt16(1))
                entry += [UInt8](repeating: 0, count: 8)
                entry.big(UInt16(1))
                entry.big(UInt16(16))
                entry.big(UInt32(0))
                entry.big(UInt32(CallSound.rate) << 16)
                entry += full("esds") { $0 += descriptor }
            }
        }
            + full("stts") { body in
                body.big(UInt32(1))
                body.big(UInt32(frames))
                body.big(UInt32(samplesPerFrame))
            }
            + full("stsc") { body in
                body.big(UInt32(1))
                body.big(UInt32(1))
                body.big(UInt32(max(1, frames)))
                body.big(UInt32(1))
            }
            + full("stsz") { body in
                body.big(UInt32(frame.count))
                body.big(UInt32(frames))
            }
            + full("stco") { body in
                body.big(UInt32(1))
                body.big(offset)
            }
    }

    /// ES descriptor, decoder configuration (AAC), and the audio's own: AAC-LC, 16 kHz, one channel.
    private static let descriptor: [UInt8] =
        [0x03, 0x19, 0x00, 0x01, 0x00, 0x04, 0x11, 0x40, 0x15] + [UInt8](repeating: 0, count: 11)
        + [0x05, 0x02, 0x14, 0x08, 0x06, 0x01, 0x02]

    private static let matrix: [UInt8] = {
        var matrix: [UInt8] = []
        for value in [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000] as [UInt32] { matrix.big(value) }
        return matrix
    }()

    private static func box(_ name: String, _ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var body: [UInt8] = []
        write(&body)
        var box: [UInt8] = []
        box.big(UInt32(clamping: body.count + 8))
        box.text(name)
        return box + body
    }

    private static func full(_ name: String, flags: UInt32 = 0, _ write: (inout [UInt8]) -> Void) -> [UInt8] {
        box(name) { body in
            body.big(flags)
            write(&body)
        }
    }
}
