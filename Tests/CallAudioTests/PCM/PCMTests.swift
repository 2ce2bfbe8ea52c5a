import Testing

@testable import CallAudio

@Suite struct PCMTests {
    @Test func bytesGoThereAndBack() throws {
        let clip = try PCM(samples: [0, 1, -1, 32_767, -32_768, 258])
        #expect(clip.littleEndian == [0, 0, 1, 0, 255, 255, 255, 127, 0, 128, 2, 1])
        #expect(try PCM(littleEndian: clip.littleEndian) == clip)
    }

    @Test func framesAreWhole() {
        #expect(throws: AudioError.unevenSamples(count: 5, channels: 2)) {
            try PCM(samples: [1, 2, 3, 4, 5], channels: 2)
        }
        #expect(throws: AudioError.unevenSamples(count: 2, channels: 1)) { try PCM(littleEndian: [1, 2, 3]) }
        #expect(throws: AudioError.channels(6)) { try PCM(samples: [], channels: 6) }
        #expect(throws: AudioError.channels(0)) { try PCM(samples: [], channels: 0) }
    }

    @Test func moreThanHalfAnHourIsNotHeld() {
        let samples = [Int16](repeating: 0, count: PCM.sampleLimit + 1)
        #expect(throws: AudioError.tooLong(frames: PCM.sampleLimit + 1, limit: PCM.sampleLimit)) {
            try PCM(samples: samples)
        }
    }

    @Test func channelsAreMixedEquallyLoud() throws {
        let clip = try PCM(samples: [100, 300, -32_768, -32_768, 7, 0], channels: 2)
        #expect(clip.mono.samples == [200, -32_768, 3])
        #expect(clip.seconds == 3.0 / 16_000)
    }

    @Test func timesThatAreNoneAreNothing() {
        #expect(AudioTime.frames(-1) == 0)
        #expect(AudioTime.frames(.nan) == 0)
        #expect(AudioTime.frames(.infinity) == AudioTime.longest)
        #expect(AudioTime.frames(1.5) == 24_000)
    }
}
