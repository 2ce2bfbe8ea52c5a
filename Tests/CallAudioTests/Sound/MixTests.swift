import Testing

@testable import CallAudio

@Suite struct MixTests {
    private func clip(_ samples: [Int16]) throws -> Track { Track([.clip(try PCM(samples: samples))]) }
    private let frame = 1.0 / 16_000

    @Test func partsSoundTogether() throws {
        let mix = try Mix([.init(clip([1, 2, 3])), .init(clip([10, 20, 30]), start: frame)])
        #expect(mix.frames == 4)
        #expect(mix.samples(0..<4) == [1, 12, 23, 30])
        #expect(mix.samples(-1..<2) == [0, 1, 12])
    }

    @Test func eachChannelHasItsVoice() throws {
        let mix = try Mix([.init(clip([1, 2]), channel: 0), .init(clip([7]), start: frame, channel: 4)], channels: 5)
        #expect(mix.samples(0..<2) == [1, 0, 0, 0, 0, 2, 0, 0, 0, 7])
        #expect(mix.mono(0..<2) == [0, 1])
    }

    @Test func whatIsTooLoudTogetherIsCutOff() throws {
        let mix = try Mix([.init(clip([30_000, -30_000])), .init(clip([30_000, -30_000]))])
        #expect(mix.samples(0..<2) == [32_767, -32_768])
    }

    @Test func partsAreCutOffAndLooped() throws {
        let cut = try Mix([.init(clip([1, 2, 3]), end: 2 * frame)])
        #expect(cut.samples(0..<4) == [1, 2, 0, 0])
        let looped = try Mix([.init(clip([1, 2, 3]), start: frame, isLooped: true)], seconds: 9 * frame)
        #expect(looped.frames == 9)
        #expect(looped.samples(0..<9) == [0, 1, 2, 3, 1, 2, 3, 1, 2])
        #expect(looped.samples(5..<7) == [2, 3])
        let stopped = try Mix([.init(clip([1, 2]), end: 5 * frame, isLooped: true)])
        #expect(stopped.samples(0..<6) == [1, 2, 1, 2, 1, 0])
        #expect(try Mix([.init(Track(), isLooped: true)], seconds: 1).samples(0..<2) == [0, 0])
        #expect(try Mix([.init(clip([1, 2, 3]))], seconds: 2 * frame).frames == 2)
    }

    @Test func aBeginningCanBeLeftOut() throws {
        let late = try Mix([.init(clip([1, 2, 3]), start: frame, skipped: 2 * frame)])
        #expect(late.frames == 2 && late.samples(0..<3) == [0, 3, 0])
        let looped = try Mix([.init(clip([1, 2, 3]), skipped: 4 * frame, isLooped: true)], seconds: 4 * frame)
        #expect(looped.samples(0..<4) == [2, 3, 1, 2])
        #expect(try Mix([.init(clip([1, 2, 3]), skipped: 1)]).frames == 0)
    }

    @Test func channelsThatThereAreNotAreErrors() throws {
        #expect(throws: AudioError.channels(6)) { try Mix([], channels: 6) }
        #expect(throws: AudioError.channels(0)) { try Mix([], channels: 0) }
        #expect(throws: AudioError.noSuchChannel(2, of: 2)) { try Mix([.init(Track(), channel: 2)], channels: 2) }
        #expect(throws: AudioError.noSuchChannel(-1, of: 1)) { try Mix([.init(Track(), channel: -1)]) }
    }

    @Test func chunksAreWholeFrames() throws {
        let mix = try Mix([.init(Track([.hum(seconds: 2)]), channel: 2)], channels: 3)
        var all: [Int16] = []
        for chunk in mix.chunks {
            #expect(chunk.count * 2 <= AudioFile.chunkSize && chunk.count.isMultiple(of: 3))
            all += chunk
        }
        #expect(all == mix.samples(0..<mix.frames))
    }
}
