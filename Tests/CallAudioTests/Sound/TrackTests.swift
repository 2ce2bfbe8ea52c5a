import Testing

@testable import CallAudio

@Suite struct TrackTests {
    @Test func segmentsFollowEachOtherWhereverReadingBegins() throws {
        let clip = try PCM(samples: (1...100).map { Int16($0) })
        let track = Track([
            .clip(clip), .silence(seconds: 0), .silence(seconds: 0.001), .clip(clip), .hum(seconds: 0.05),
        ])
        #expect(track.frames == 100 + 16 + 100 + 800)
        let whole = track.samples(0..<track.frames)
        #expect(Array(whole[0..<118]) == clip.samples + [Int16](repeating: 0, count: 16) + [1, 2])
        for start in stride(from: 0, to: track.frames, by: 7) {
            let end = min(track.frames, start + 130)
            #expect(track.samples(start..<end) == Array(whole[start..<end]))
        }
    }

    @Test func outsideThereIsSilence() throws {
        let track = Track([.clip(try PCM(samples: [5, 6]))])
        #expect(track.samples(-2..<4) == [0, 0, 5, 6, 0, 0])
        #expect(track.samples(10..<12) == [0, 0])
        #expect(Track().samples(0..<2) == [0, 0])
    }

    @Test func chunksAreSmallAndMakeTheWhole() {
        let track = Track([.hum(seconds: 5), .silence(seconds: 1)])
        var all: [Int16] = []
        for chunk in track.chunks {
            #expect(chunk.count <= 32_768)
            all += chunk
        }
        #expect(all == track.samples(0..<track.frames))
    }

    @Test func keysAreHeardOneAfterTheOther() {
        let track = Track(keys: "4071*".compactMap { DTMFKey($0) }, seconds: 0.08, pause: 0.07)
        #expect(track.seconds == 0.75)
        let keys = (0..<5).map { Hearing.key(track.samples($0 * 2_400..<$0 * 2_400 + 1_280)) }
        #expect(keys == ["4", "0", "7", "1", "*"])
    }

    @Test func noTrackIsLongerThanTwoDays() {
        let track = Track([.silence(seconds: .infinity), .hum(seconds: 10)])
        #expect(track.frames == AudioTime.longest)
        #expect(track.samples(AudioTime.longest - 1..<AudioTime.longest + 1) == [0, 0])
    }
}
