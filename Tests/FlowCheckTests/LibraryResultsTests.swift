import FlowEngine
import FlowStdlib
import Testing

@testable import FlowCheck

struct LibraryResultsTests {
    /// `@return` of the modules says what stands here: digits or true first, then a reason.
    @Test(arguments: LibraryResults.names)
    func whatIsSaidHereTheModuleSaysItself(_ name: String) throws {
        let parts = name.split(separator: ".").map(String.init)
        let source = try #require(FlowSources.ownStdlib[parts[1]].map { String(decoding: $0, as: UTF8.self) })
        let function = try #require(source.range(of: "function \(parts[1]).\(parts[2])("))
        let page = source[..<function.lowerBound]
        let said = try #require(page.range(of: "--- @return ", options: .backwards))
        let words = page[said.upperBound...].prefix { $0 != "\n" }
        let kinds = try #require(LibraryResults.of("std.\(parts[1])", parts[2]))
        switch kinds[0] {
        case .boolean: #expect(words.hasPrefix("true, or nil and "), "\(words)")
        case .text: #expect(words.hasPrefix("the digits"), "\(words)")
        default: #expect(words.contains("or nil and "), "\(words)")
        }
        #expect(words.contains("reason") || words.contains("\""), "\(words)")
    }
}
