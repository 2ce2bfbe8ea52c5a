/// A track of an MP4 file, as its tables tell it. All times are in frames of 16 kHz.
struct MP4Track {
    var id: Int
    /// How long it is heard or seen.
    var duration: Int
    /// What of its beginning is left out.
    var start: Int
    /// `soun` or `vide`.
    var kind: String
    /// The box that tells how it is encoded.
    var entry: [UInt8]
    /// How long each of its samples is, how many there are, and how long all are: the last may be cut short.
    var step: Int
    var count: Int
    var length: Int
    /// Their sizes: one for all, or all.
    var sizes: [Int]
    /// How many stand together, and where.
    var chunks: [Int]
    var offsets: [Int]
    /// Every how many of them a player can begin at; nil: at all.
    var fullEvery: Int?

    private var isVideo: Bool { kind == "vide" }

    var bytes: [UInt8] {
        MP4Boxes.box("trak") { trak in
            trak += MP4Boxes.full("tkhd", flags: 3) { body in
                for number in [0, 0, id, 0, duration, 0, 0, 0] { body.big(UInt32(clamping: number)) }
                body.big(UInt16(isVideo ? 0 : 0x0100))
                body.big(UInt16(0))
                body += MP4Boxes.matrix
                body.big(UInt32(isVideo ? GreyVideo.width << 16 : 0))
                body.big(UInt32(isVideo ? GreyVideo.height << 16 : 0))
            }
            if start > 0 {
                trak += MP4Boxes.box("edts") { $0 += MP4Boxes.numbers("elst", [1, duration, start, 0x0001_0000]) }
            }
            trak += MP4Boxes.box("mdia") { $0 += media }
        }
    }

    private var media: [UInt8] {
        let head = MP4Boxes.full("mdhd") { body in
            for number in [0, 0, AudioTime.rate, length] { body.big(UInt32(clamping: number)) }
            body.big(UInt16(0x55C4))  // no language
            body.big(UInt16(0))
        }
        let handler = MP4Boxes.full("hdlr") { body in
            body.big(UInt32(0))
            body.text(kind)
            body += MP4Boxes.zeros(12)
            body.text(isVideo ? "video\0" : "sound\0")
        }
        let place = MP4Boxes.box("dinf") { dinf in
            dinf += MP4Boxes.full("dref") { body in
                body.big(UInt32(1))
                body += MP4Boxes.full("url ", flags: 1) { _ in }
            }
        }
        let kindHead =
            isVideo ? MP4Boxes.full("vmhd", flags: 1) { $0 += MP4Boxes.zeros(8) } : MP4Boxes.numbers("smhd", [0])
        return head + handler
            + MP4Boxes.box("minf") { $0 += kindHead + place + MP4Boxes.box("stbl") { $0 += tables } }
    }

    private var tables: [UInt8] {
        let description = MP4Boxes.full("stsd") { body in
            body.big(UInt32(1))
            body += entry
        }
        let last = length - (count - 1) * step
        let times = MP4Boxes.numbers("stts", last == step ? [1, count, step] : [2, count - 1, step, 1, last])
        let full = fullEvery.map { every -> [UInt8] in
            let places = Array(stride(from: 1, through: count, by: every))
            return MP4Boxes.numbers("stss", [places.count] + places)
        }
        // A run of chunks that are as long as each other: where it begins, how long they are.
        var runs: [Int] = []
        for (place, length) in chunks.enumerated() where place == 0 || length != chunks[place - 1] {
            runs += [place + 1, length, 1]
        }
        let groups = MP4Boxes.numbers("stsc", [runs.count / 3] + runs)
        let sizeTable = MP4Boxes.numbers("stsz", sizes.count == 1 ? [sizes[0], count] : [0, count] + sizes)
        let places = MP4Boxes.numbers("stco", [offsets.count] + offsets)
        return description + times + (full ?? []) + groups + sizeTable + places
    }
}
