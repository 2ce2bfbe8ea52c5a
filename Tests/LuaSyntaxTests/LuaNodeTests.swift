import Testing

@testable import LuaSyntax

@Suite struct LuaNodeTests {
    private let source = """
        local a = { f(1), x = -2, [3] = function() g() end }
        if a then h() elseif b then else i() end
        """

    private func calls(descendingIntoFunctions: Bool) throws -> [String] {
        var found: [String] = []
        try LuaParser.parse(Array(source.utf8)).walk { node in
            if case .function = node { return descendingIntoFunctions }
            if case .expression(let value) = node, case .suffixed(let suffixed) = value.kind,
                case .variable(let variable) = suffixed.base.kind
            {
                found.append(variable.name.text)
            }
            return true
        }
        return found
    }

    @Test func aWalkMeetsEverythingInTheOrderOfTheSource() throws {
        #expect(try calls(descendingIntoFunctions: true) == ["f", "g", "h", "i"])
    }

    @Test func aWalkPassesOverWhatItIsToldTo() throws {
        #expect(try calls(descendingIntoFunctions: false) == ["f", "h", "i"])
    }

    @Test func whatIsEnteredIsLeft() throws {
        var open: [Int] = []
        var depth = 0
        try LuaParser.parse(Array(source.utf8)).walk {
            open.append($0.range.start.offset)
            depth = max(depth, open.count)
            return true
        } leave: {
            #expect(open.popLast() == $0.range.start.offset)
        }
        #expect(open.isEmpty)
        #expect(depth == 9)
    }
}
