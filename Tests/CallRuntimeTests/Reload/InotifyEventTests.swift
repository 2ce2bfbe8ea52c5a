import Foundation
import Testing

@testable import CallRuntime

@Suite struct InotifyEventTests {
    private func record(_ watch: Int32, _ mask: UInt32, _ name: String, padded length: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in [UInt32(bitPattern: watch), mask, 0, UInt32(length)] {
            withUnsafeBytes(of: word) { bytes += Array($0) }
        }
        return bytes + Array(name.utf8) + [UInt8](repeating: 0, count: length - name.utf8.count)
    }

    private func parse(_ bytes: [UInt8]) -> [InotifyEvent] { bytes.withUnsafeBytes { InotifyEvent.parse($0) } }

    @Test func recordsFollowEachOtherAndNamesArePadded() {
        let bytes = record(3, UInt32(IN_CREATE), "a.lua", padded: 16) + record(-1, UInt32(IN_Q_OVERFLOW), "", padded: 0)
        #expect(
            parse(bytes) == [
                InotifyEvent(watch: 3, mask: UInt32(IN_CREATE), name: Array("a.lua".utf8)),
                InotifyEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW), name: []),
            ])
    }

    @Test func aRecordCutShortEndsTheList() {
        let bytes = record(3, UInt32(IN_CREATE), "a.lua", padded: 16)
        for count in 0..<bytes.count { #expect(parse(Array(bytes.prefix(count))).isEmpty) }
    }
}
