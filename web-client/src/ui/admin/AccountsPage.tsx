import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import type { Invited } from "../../protocol/accounts";
import { listAccounts } from "../../protocol/listAccounts";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { TextField } from "../components/TextField";
import { useLater } from "../components/useLater";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AccountDialog } from "./AccountDialog";
import { AccountLine } from "./AccountLine";
import { AdminPage } from "./AdminPage";
import { accountsKey } from "./accountsKey";
import { LinkDialog } from "./LinkDialog";

/** `/admin/accounts`: who may sign in. */
export function AccountsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [creating, setCreating] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  return (
    <AdminPage
      title={t("admin.sections.accounts")}
      tools={
        <Button
          variant="primary"
          icon={<UserPlus size={20} aria-hidden="true" />}
          onPress={() => setCreating(true)}
        >
          {t("accounts.new")}
        </Button>
      }
    >
      <Card title={t("accounts.list")}>
        <div className="search">
          <TextField
            label={t("accounts.search")}
            error={null}
            type="search"
            maxLength={80}
            value={search}
            onChange={setSearch}
          />
        </div>
        <AccountList search={search.trim()} onInvited={setInvited} />
      </Card>
      {creating && (
        <AccountDialog
          seen={null}
          onClose={() => setCreating(false)}
          onInvited={(made) => {
            setCreating(false);
            setInvited(made);
          }}
        />
      )}
      {invited && <LinkDialog invited={invited} onClose={() => setInvited(null)} />}
    </AdminPage>
  );
}

function AccountList({ search, onInvited }: { search: string; onInvited(invited: Invited): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const q = useLater(search, 250);
  const query = useInfiniteQuery({
    queryKey: [...accountsKey, q],
    queryFn: ({ pageParam }) => listAccounts(api, { q, role: null, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    retry: 1,
  });
  const accounts = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Waiting pending={query.isPending} error={query.error} onRetry={() => void query.refetch()} />
      {query.data && accounts.length === 0 && <Empty title={t("accounts.none")} />}
      <ul className="lines">
        {accounts.map((account) => (
          <AccountLine key={account.id} account={account} onInvited={onInvited} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div>
          <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t("day.more")}
          </Button>
        </div>
      )}
    </>
  );
}
