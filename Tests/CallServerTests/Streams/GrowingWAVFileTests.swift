import Foundation
import Testing

@testable import CallServer

/// WAV files as they lie on the disk.
struct GrowingWAVFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test func theHeaderTellsTheLength() throws {
        try inFolder { folder in
            var file = try GrowingWAVFile.create(in: folder, name: "a", sampleRate: 24_000, limit: 1 << 20)
            file.append([1, 2, 3, 4])
            file.append([5, 6])
            file.close()
            file.append([7, 8])
            let bytes = try bytes(folder + "/a.wav")
            #expect(bytes.count == 50 && Array(bytes.suffix(6)) == [1, 2, 3, 4, 5, 6])
            #expect(String(decoding: bytes[0..<4], as: UTF8.self) == "RIFF" && number(bytes[4..<8]) == 42)
            #expect(String(decoding: bytes[8..<16], as: UTF8.self) == "WAVEfmt " && number(bytes[16..<20]) == 16)
            #expect(number(bytes[20..<22]) == 1 && number(bytes[22..<24]) == 1)
            #expect(number(bytes[24..<28]) == 24_000 && number(bytes[28..<32]) == 48_000)
            #expect(number(bytes[32..<34]) == 2 && number(bytes[34..<36]) == 16)
            #expect(String(decoding: bytes[36..<40], as: UTF8.self) == "data" && number(bytes[40..<44]) == 6)
        }
    }

    @Test func aFileThatIsThereIsNeverWrittenOver() throws {
        try inFolder { folder in
            for data in [[1, 1], [2, 2], [3, 3]] as [[UInt8]] {
                var file = try GrowingWAVFile.create(in: folder, name: "a", sampleRate: 16_000, limit: 1 << 20)
                file.append(data)
                file.close()
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a-2.wav", "a-3.wav", "a.wav"])
            #expect(try bytes(folder + "/a-2.wav").suffix(2) == [2, 2])
        }
    }

    @Test func aFileHasItsBoundAndItsHeaderIsRightOnTheWay() throws {
        try inFolder { folder in
            var file = try GrowingWAVFile.create(in: folder, name: "a", sampleRate: 16_000, limit: 400 << 10)
            let second = [UInt8](repeating: 7, count: 32_000)
            for _ in 0..<9 { file.append(second) }
            // Not closed: as a process leaves it that is killed.
            var bytes = try bytes(folder + "/a.wav")
            #expect(bytes.count == 44 + 9 * 32_000 && number(bytes[40..<44]) == 9 * 32_000)
            for _ in 0..<9 { file.append(second) }
            file.close()
            bytes = try self.bytes(folder + "/a.wav")
            #expect(bytes.count == 44 + 12 * 32_000 && number(bytes[40..<44]) == 12 * 32_000)
        }
    }

    @Test func aFolderThatCannotBeIsAFault() throws {
        #expect(throws: (any Error).self) {
            try GrowingWAVFile.create(in: "/dev/null/streams", name: "a", sampleRate: 16_000, limit: 1)
        }
    }
}
