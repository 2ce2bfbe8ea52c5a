import Testing

@testable import CallAudio

@Suite struct SegmentTests {
    @Test(arguments: "0123456789ABCD#*") func theTonesOfAKeyAreHeard(key: Character) throws {
        let samples = Track([.key(try #require(DTMFKey(key)), seconds: 0.1)]).samples(0..<1_600)
        #expect(Hearing.key(samples) == key)
    }

    @Test func thereAreSixteenKeysAndNoOther() {
        #expect(DTMFKey.all.count == 16)
        #expect(DTMFKey("b") == DTMFKey("B"))
        for other in "E+ ßéZ" { #expect(DTMFKey(other) == nil) }
    }

    @Test func tonesAreAsLoudAsAskedFor() {
        let samples = Track([.tones([1_000], seconds: 1, level: 0.5)]).samples(0..<16_000)
        #expect(abs(Hearing.level(1_000, samples) - 16_383) < 200)
        #expect(samples.first == 0 && samples.last == 0)
        let loud = Track([.tones([300, 400, 500], seconds: 0.1, level: 9)]).samples(0..<1_600)
        #expect(loud.allSatisfy { abs(Int($0)) <= 32_767 })
    }

    @Test func tonesThatCannotBeHeardAreSilence() {
        let segment = Segment.tones([0, -5, .nan, .infinity, 9_000], seconds: 0.1)
        #expect(Track([segment]).samples(0..<1_600).allSatisfy { $0 == 0 })
        #expect(Track([.tones([440], seconds: 0.1, level: .nan)]).samples(0..<1_600).allSatisfy { $0 == 0 })
    }

    @Test func aHumHasItsPitchAndComesAndGoes() {
        let samples = Track([.hum(pitch: 200, seconds: 1)]).samples(0..<16_000)
        #expect(Hearing.level(200, samples) > 1_000 && Hearing.level(400, samples) > 1_000)
        // Four syllables: quiet at 0.25 s, loud at 0.125 s.
        let (quiet, loud) = (samples[3_950..<4_050].map { abs(Int($0)) }, samples[1_950..<2_050].map { abs(Int($0)) })
        #expect((quiet.max() ?? 0) * 20 < (loud.max() ?? 0))
    }

    @Test func aClipIsHeardAsItIsInOneChannel() throws {
        let clip = try PCM(samples: [10, 30, -4, -8], channels: 2)
        #expect(Track([.silence(seconds: 0.0001), .clip(clip)]).samples(0..<5) == [0, 0, 20, -6, 0])
    }
}
