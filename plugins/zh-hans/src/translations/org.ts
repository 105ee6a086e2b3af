import type { orgTranslationRef } from '@backstage/plugin-org/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof orgTranslationRef> = {
  'groupProfileCard.groupNotFound': '未找到群组',
  'groupProfileCard.editIconButtonTitle': '编辑元数据',
  'groupProfileCard.refreshIconButtonTitle': '刷新实体',
  'groupProfileCard.refreshIconButtonAriaLabel': '刷新',
  'groupProfileCard.listItemTitle.entityRef': '实体引用',
  'groupProfileCard.listItemTitle.email': '邮箱',
  'groupProfileCard.listItemTitle.parentGroup': '上级群组',
  'groupProfileCard.listItemTitle.childGroups': '下级群组',
  'membersListCard.cardLabel': '{{memberName}} 的用户页',
  'membersListCard.title': '{{groupName}} 的成员',
  'membersListCard.noMembersDescription': '此群组没有成员。',
  'membersListCard.noSearchResult': '没有与“{{searchTerm}}”相符的成员。',
  'membersListCard.aggregateMembersToggle.label': '包含下级群组',
  'ownershipCard.title': '所有权',
  'ownershipCard.aggregateRelationsToggle.label': '包含间接所有权',
  'userProfileCard.userNotFound': '未找到用户',
  'userProfileCard.editIconButtonTitle': '编辑元数据',
  'userProfileCard.listItemTitle.email': '邮箱',
  'userProfileCard.listItemTitle.memberOf': '所属群组',
  'userProfileCard.moreGroupButtonTitle': '…更多（{{number}}）',
  'userProfileCard.allGroupDialog.title': '{{name}} 的全部群组：',
  'userProfileCard.allGroupDialog.closeButtonTitle': '关闭',
};

export default messages;
